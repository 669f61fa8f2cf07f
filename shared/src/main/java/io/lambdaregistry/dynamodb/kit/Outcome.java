package io.lambdaregistry.dynamodb.kit;

import java.util.Optional;

/**
 * The outcome of a write or a transaction that was not refused. A refusal is an exception, and so is a {@link LostRace}; only
 * conditions that the store itself decides about become an outcome.
 */
public sealed interface Outcome {
    /** Everything was written. */
    record Written(Optional<Item> item) implements Outcome {
        /** @param item of a write that was sent alone: as it is after an update, and as it was before a deletion */
        public Written {}
    }

    /** Nothing was written and nothing has to be: a condition with {@link Write#orSkip} did not hold. */
    record Skipped() implements Outcome {}

    /**
     * Nothing was written, since a condition with {@link Write#orFound} did not hold. The store decides again by the item.
     *
     * @param at the key of the write whose condition did not hold
     * @param item the item at that key; empty if there is none
     */
    record Found(Key at, Optional<Item> item) implements Outcome {}

    default boolean isWritten() {
        return this instanceof Written;
    }
}
