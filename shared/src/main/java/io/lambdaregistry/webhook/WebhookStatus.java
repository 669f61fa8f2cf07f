package io.lambdaregistry.webhook;

/** Whether a webhook is told. In the order of their numbers in MLflow's protocol, from 1. */
public enum WebhookStatus {
    ACTIVE,
    DISABLED
}
