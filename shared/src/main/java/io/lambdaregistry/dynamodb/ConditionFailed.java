package io.lambdaregistry.dynamodb;

import java.util.Optional;

/**
 * A write whose condition did not hold, so nothing was written.
 *
 * <p>It never leaves this package: a store turns it into its answer.
 */
final class ConditionFailed extends RuntimeException {
    private final int index;
    private final transient Optional<Item> found;

    /**
     * @param index the place in the transaction of the first write that failed; 0 for a write alone
     * @param found the item as it is, where there is one
     */
    ConditionFailed(int index, Optional<Item> found) {
        super("condition of write " + index + " failed", null, false, false);
        this.index = index;
        this.found = found;
    }

    int index() {
        return index;
    }

    Optional<Item> found() {
        return found;
    }
}
