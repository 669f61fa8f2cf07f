package io.lambdaregistry.webhook;

/** Encrypts the secrets of webhooks, so that no secret is stored in plain text. */
public interface SecretCipher {
    /** Returns a text that only {@link #open} can decrypt, and only for the same webhook. */
    String seal(String webhookId, String secret);

    String open(String webhookId, String sealed);
}
