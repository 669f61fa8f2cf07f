package io.lambdaregistry.event;

/** A store of messages that could not be handled, each with the reason. None of them is lost, and all can be sent again. */
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
