package io.lambdaregistry.webhook;

/**
 * A message that says only that a webhook has events of a model to deliver. The events and the delivery position are in the
 * table.
 *
 * @param order the order of the event that caused it
 */
public record WakeUp(String webhookId, String modelId, long order) {}
