package io.lambdaregistry.functions.audit;

import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.event.ModelAtTime;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.registry.Stage;
import io.lambdaregistry.search.Page;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The audit trail as docs/api.md describes it; what is empty is left out. */
public final class AuditJson {
    private AuditJson() {}

    static JsonBody page(Page<AuditEntry> page) {
        return writer -> writer.list("events", page.items(), AuditJson::write)
                .field("next_page_token", page.nextPageToken().orElse(null));
    }

    public static void write(JsonWriter writer, AuditEntry entry) {
        RegistryChange change = entry.event().change();
        writer.field("id", entry.event().id())
                .field("timestamp", entry.event().time())
                .field("user", entry.event().who())
                .field("entity", change.entity())
                .field("action", change.action())
                .field("name", entry.event().name());
        change.aboutVersion().ifPresent(version -> writer.field("version", Long.toString(version)));
        switch (change) {
            case RegistryChange.ModelCreated c -> creation(writer, c.description(), c.tags());
            case RegistryChange.VersionCreated c -> {
                writer.field("source", c.source())
                        .field("run_id", orNull(c.runId()))
                        .field("run_link", orNull(c.runLink()))
                        .field("model_id", orNull(c.modelId()));
                creation(writer, c.description(), c.tags());
            }
            case RegistryChange.VersionDeleted c -> writer.strings("aliases", c.aliases());
            case RegistryChange.StageChanged c -> writer.strings("archived_versions", texts(c.archived()));
            case RegistryChange.VersionsArchived c -> writer.strings("archived_versions", texts(c.versions()));
            case RegistryChange.ModelTagSet c -> writer.field("key", c.key());
            case RegistryChange.ModelTagDeleted c -> writer.field("key", c.key());
            case RegistryChange.VersionTagSet c -> writer.field("key", c.key());
            case RegistryChange.VersionTagDeleted c -> writer.field("key", c.key());
            case RegistryChange.AliasSet c -> writer.field("alias", c.alias());
            case RegistryChange.AliasDeleted c -> writer.field("alias", c.alias());
            case RegistryChange.ModelUpdated c -> {}
            case RegistryChange.ModelRenamed c -> {}
            case RegistryChange.ModelDeleted c -> {}
            case RegistryChange.ModelRestored c -> {}
            case RegistryChange.VersionRestored c -> {}
            case RegistryChange.VersionUpdated c -> {}
        }
        Optional<String> from = change instanceof RegistryChange.ModelRenamed
                ? Optional.of(entry.event().name())
                : entry.from();
        writer.field("from", from.orElse(null)).field("to", change.newValue().orElse(null));
    }

    private static void creation(JsonWriter writer, String description, Map<String, String> tags) {
        writer.field("description", orNull(description)).keyValues("tags", tags);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static Collection<String> texts(Collection<Long> numbers) {
        return numbers.stream().map(String::valueOf).toList();
    }

    static JsonBody model(ModelAtTime model) {
        return writer -> writer.field("name", model.name())
                .list("versions", model.stages().entrySet(), AuditJson::writeStage)
                .list("aliases", model.aliases().entrySet(), AuditJson::writeAlias);
    }

    private static void writeStage(JsonWriter writer, Map.Entry<Long, Stage> version) {
        writer.field("version", String.valueOf(version.getKey()))
                .field("stage", version.getValue().label());
    }

    private static void writeAlias(JsonWriter writer, Map.Entry<String, Long> alias) {
        writer.field("alias", alias.getKey()).field("version", String.valueOf(alias.getValue()));
    }
}
