package io.lambdaregistry.dynamodb.kit;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The condition of a write did not hold. Never leaves this package: {@link Table} asks the write what it means. */
final class ConditionFailed extends RuntimeException {
    private final transient Write write;
    private final transient Map<String, AttributeValue> found;

    /** @param found the stored item; empty if there is none */
    ConditionFailed(Write write, Map<String, AttributeValue> found) {
        super("a condition did not hold", null, false, false);
        this.write = write;
        this.found = found;
    }

    Write write() {
        return write;
    }

    Map<String, AttributeValue> found() {
        return found;
    }
}
