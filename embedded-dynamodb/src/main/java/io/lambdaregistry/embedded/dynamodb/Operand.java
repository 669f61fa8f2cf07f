package io.lambdaregistry.embedded.dynamodb;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** An operand of a condition or an update: a path, a value, or a function of them. */
@FunctionalInterface
interface Operand {
    /** The operand's value; null where the path does not exist. */
    @Nullable AttributeValue in(Scope scope);

    /** A value of the request, which does not depend on the item. */
    record Value(String placeholder) implements Operand {
        @Override
        public AttributeValue in(Scope scope) {
            return scope.value(placeholder);
        }
    }

    /**
     * A path in the item.
     *
     * @param names of the path, as written
     */
    record Path(List<String> names) implements Operand {
        DocumentPath of(Scope scope) {
            return new DocumentPath(names.stream().map(scope::name).toList());
        }

        @Override
        public @Nullable AttributeValue in(Scope scope) {
            return of(scope).in(scope.item());
        }
    }
}
