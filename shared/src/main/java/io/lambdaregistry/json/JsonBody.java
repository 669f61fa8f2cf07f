package io.lambdaregistry.json;

/** Writes the fields of one JSON object. */
@FunctionalInterface
public interface JsonBody {
    /** The object without fields: MLflow's answer to a write that returns nothing. */
    JsonBody EMPTY = writer -> {};

    void writeTo(JsonWriter writer);
}
