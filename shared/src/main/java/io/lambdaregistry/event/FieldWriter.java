package io.lambdaregistry.event;

import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the fields of a change into a stored item or a JSON object. Null values and empty collections are left out. */
public interface FieldWriter {
    FieldWriter text(String name, @Nullable String value);

    FieldWriter texts(String name, Collection<String> values);

    FieldWriter numbers(String name, Collection<Long> values);

    FieldWriter entries(String name, Map<String, String> values);
}
