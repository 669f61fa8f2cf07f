package io.lambdaregistry.embedded.dynamodb;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a condition compares or an update sets: a path, a value, or what a function makes of them. */
@FunctionalInterface
interface Operand {
    /** The value; null where a path leads to nothing. */
    @Nullable AttributeValue in(Scope scope);

    /** A value of the request, which no item is needed to know. */
    record Value(String placeholder) implements Operand {
        @Override
        public AttributeValue in(Scope scope) {
            return scope.value(placeholder);
        }
    }
}
