package io.lambdaregistry.webhook;

/**
 * Whether a webhook receives events. MLflow has these two. A stored webhook may have another, which a later version of the
 * registry gave it; such a webhook receives none.
 *
 * @param name the status as the API writes it
 */
public record WebhookStatus(String name) {
    public static final WebhookStatus ACTIVE = new WebhookStatus("ACTIVE");
    public static final WebhookStatus DISABLED = new WebhookStatus("DISABLED");

    public boolean isActive() {
        return equals(ACTIVE);
    }

    /** Returns whether MLflow has this status. */
    public boolean isKnown() {
        return isActive() || equals(DISABLED);
    }
}
