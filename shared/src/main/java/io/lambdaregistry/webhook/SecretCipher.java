package io.lambdaregistry.webhook;

/** Encrypts the secrets of webhooks, so that they lie nowhere as they are. */
public interface SecretCipher {
    /** A text that only {@link #open} can read, and only for the same webhook. */
    String seal(String webhookId, String secret);

    String open(String webhookId, String sealed);
}
