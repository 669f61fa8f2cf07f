package io.lambdaregistry.functions.webhooks;

import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.webhook.Webhook;
import io.lambdaregistry.webhook.WebhookEvent;
import io.lambdaregistry.webhook.WebhookSender.Outcome;
import io.lambdaregistry.webhook.WebhookStatus;
import java.util.List;
import java.util.Optional;

/** Webhooks in the JSON of MLflow's API; a secret is never written. */
final class WebhookJson {
    /** The field of the events that MLflow does not know; its clients ignore the field. */
    static final String OWN_EVENTS = "registry_events";

    private WebhookJson() {}

    static JsonBody webhook(Webhook webhook) {
        return writer -> writer.object("webhook", fields -> write(fields, webhook));
    }

    static JsonBody webhooks(Page<Webhook> page) {
        return writer -> writer.page("webhooks", page, WebhookJson::write);
    }

    /**
     * Statuses and events that MLflow's clients do not know are written in fields of their own. In the field that clients read,
     * a webhook of an unknown status is disabled.
     */
    private static void write(JsonWriter writer, Webhook webhook) {
        WebhookStatus known = webhook.status().isKnown() ? webhook.status() : WebhookStatus.DISABLED;
        writer.field("webhook_id", webhook.id())
                .field("name", webhook.name())
                .field("description", webhook.description().isEmpty() ? null : webhook.description())
                .field("url", webhook.url())
                .list("events", events(webhook, true), WebhookJson::writeEvent)
                .strings(
                        OWN_EVENTS,
                        events(webhook, false).stream()
                                .map(WebhookEvent::toString)
                                .toList())
                .strings("unknown_events", webhook.unknownEvents())
                .field("status", known.name())
                .field(
                        "unknown_status",
                        known.equals(webhook.status()) ? null : webhook.status().name())
                .field("creation_timestamp", webhook.creationTimestamp())
                .field("last_updated_timestamp", webhook.lastUpdatedTimestamp());
    }

    private static List<WebhookEvent> events(Webhook webhook, boolean ofMlflow) {
        return webhook.events().stream()
                .filter(event -> event.isOfMlflow() == ofMlflow)
                .toList();
    }

    private static void writeEvent(JsonWriter writer, WebhookEvent event) {
        writer.field("entity", event.entity().name())
                .field("action", event.action().name());
    }

    static JsonBody testResult(Outcome outcome) {
        return writer -> writer.object("result", fields -> writeOutcome(fields, outcome));
    }

    private static void writeOutcome(JsonWriter writer, Outcome outcome) {
        writer.field("success", outcome.isDelivered());
        switch (outcome) {
            case Outcome.Answered answered ->
                writer.field("response_status", answered.status()).field("response_body", answered.body());
            case Outcome.Failed failed -> writer.field("error_message", "Failed to test webhook: " + failed.reason());
        }
    }

    static List<WebhookEvent> events(Parameters parameters) {
        return parameters.objects("events").stream().map(WebhookJson::event).toList();
    }

    static List<WebhookEvent> ownEvents(Parameters parameters) {
        return parameters.strings(OWN_EVENTS).stream().map(WebhookEvent::own).toList();
    }

    static WebhookEvent event(Parameters event) {
        return WebhookEvent.of(event.requiredEnumeration("entity"), event.requiredEnumeration("action"));
    }

    /** Parses the status as MLflow does: by name or number; an unknown name counts as none. */
    static Optional<WebhookStatus> status(Parameters parameters) {
        String text = parameters.enumeration("status");
        return switch (text == null ? "" : text) {
            case "ACTIVE", "1" -> Optional.of(WebhookStatus.ACTIVE);
            case "DISABLED", "2" -> Optional.of(WebhookStatus.DISABLED);
            default -> Optional.empty();
        };
    }
}
