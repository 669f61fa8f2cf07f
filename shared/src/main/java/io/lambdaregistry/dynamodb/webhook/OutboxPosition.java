package io.lambdaregistry.dynamodb.webhook;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import java.util.OptionalLong;

/** The order up to which all events were dealt with, kept in the table by a process that reads the outbox itself instead of a stream. */
public final class OutboxPosition {
    private static final Key KEY = new Key("SETTINGS", "webhooks-dealt-with");
    private static final String UNTIL = "until";

    private final Table table;

    public OutboxPosition(Table table) {
        this.table = table;
    }

    /** The position; empty if none was stored yet. */
    public OptionalLong read() {
        return table.get(KEY).map(item -> OptionalLong.of(item.number(UNTIL))).orElseGet(OptionalLong::empty);
    }

    public void keep(long order) {
        table.write(Write.put(Item.with(KEY).set(UNTIL, Item.number(order))));
    }
}
