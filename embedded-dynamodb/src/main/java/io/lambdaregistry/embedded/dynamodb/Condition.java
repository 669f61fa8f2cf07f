package io.lambdaregistry.embedded.dynamodb;

/** A condition expression. */
@FunctionalInterface
interface Condition {
    /** @param scope with the item, empty where there is none */
    boolean holds(Scope scope);
}
