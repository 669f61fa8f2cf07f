package io.lambdaregistry.embedded.dynamodb;

/** A condition expression. */
@FunctionalInterface
interface Condition {
    /** @param scope contains the item, which is empty if there is none */
    boolean holds(Scope scope);
}
