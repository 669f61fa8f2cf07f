package io.lambdaregistry.dynamodb.webhook;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import java.util.OptionalLong;

/** The order up to which all events were handled. A process that reads the outbox instead of a stream keeps it in the table. */
public final class OutboxPosition {
    private static final String UNTIL = "until";

    private final Table table;
    private final Key key;

    private OutboxPosition(Table table, String name) {
        this.table = table;
        this.key = new Key("SETTINGS", name);
    }

    /** The position of the process that delivers webhooks. */
    public static OutboxPosition ofWebhooks(Table table) {
        return new OutboxPosition(table, "webhooks-dealt-with");
    }

    /** The position of the process that seals versions. */
    public static OutboxPosition ofSealing(Table table) {
        return new OutboxPosition(table, "sealing-dealt-with");
    }

    /** The position; empty if none was stored yet. */
    public OptionalLong read() {
        return table.get(key).map(item -> OptionalLong.of(item.number(UNTIL))).orElseGet(OptionalLong::empty);
    }

    public void keep(long order) {
        table.write(Write.put(Item.with(key).set(UNTIL, Item.number(order))));
    }
}
