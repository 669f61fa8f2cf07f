package io.lambdaregistry.event;

/** Where goes what cannot be worked off, each with the reason, so that none is lost and all can be sent again. */
@FunctionalInterface
public interface DeadLetters {
    /**
     * Ends normally once the message is kept.
     *
     * @param body of the message, as it came
     * @param reason one line
     */
    void add(String body, String reason);
}
