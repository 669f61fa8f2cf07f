package io.lambdaregistry.webhook;

/**
 * That there is something to tell a webhook about a model. It says no more: what, and how far it is, stands in the table.
 *
 * @param order of the event that it is about
 */
public record WakeUp(String webhookId, String modelId, long order) {}
