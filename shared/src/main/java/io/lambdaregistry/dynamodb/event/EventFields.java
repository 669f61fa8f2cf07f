package io.lambdaregistry.dynamodb.event;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.event.FieldReader;
import io.lambdaregistry.event.FieldWriter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The fields of a change as attributes of its event's item. Sets of DynamoDB have no order and are never empty. */
record EventFields(Item item) implements FieldReader, FieldWriter {
    static final String VERSION = "version";

    @Override
    public EventFields text(String name, @Nullable String value) {
        item.set(name, value);
        return this;
    }

    @Override
    public EventFields texts(String name, Collection<String> values) {
        if (!values.isEmpty()) {
            item.set(name, AttributeValue.fromSs(List.copyOf(values)));
        }
        return this;
    }

    @Override
    public EventFields numbers(String name, Collection<Long> values) {
        if (!values.isEmpty()) {
            item.set(name, Item.numberSet(values));
        }
        return this;
    }

    @Override
    public EventFields entries(String name, Map<String, String> values) {
        item.set(name, values);
        return this;
    }

    @Override
    public long version() {
        return item.number(VERSION);
    }

    @Override
    public String text(String name) {
        return item.string(name);
    }

    @Override
    public @Nullable String textOrNull(String name) {
        return item.stringOrNull(name);
    }

    @Override
    public List<String> texts(String name) {
        return item.stringSet(name).stream().sorted().toList();
    }

    @Override
    public List<Long> numbers(String name) {
        return item.numberSet(name).stream().sorted().toList();
    }

    @Override
    public Map<String, String> entries(String name) {
        return item.strings(name);
    }
}
