package io.lambdaregistry.functions.audit;

import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.event.FieldWriter;
import io.lambdaregistry.event.ModelAtTime;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.registry.Stage;
import io.lambdaregistry.search.Page;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The audit trail as docs/api.md describes it; empty fields are left out. */
public final class AuditJson {
    private AuditJson() {}

    static JsonBody page(Page<AuditEntry> page) {
        return writer -> writer.page("events", page, AuditJson::write);
    }

    public static void write(JsonWriter writer, AuditEntry entry) {
        RegistryChange change = entry.event().change();
        writer.field("id", entry.event().id())
                .field("timestamp", entry.event().time())
                .field("user", entry.event().who().text())
                .object("principal", AuthorsJson.principal(entry.event().who()))
                .field("entity", change.entity())
                .field("action", change.action())
                .field("name", entry.event().name());
        if (!change.isKnown()) {
            writer.field("unknown", true);
        }
        change.aboutVersion().ifPresent(version -> writer.field("version", Long.toString(version)));
        change.writeDetails(new Details(writer));
        writer.field("from", entry.from().orElse(null))
                .field("to", change.newValue().orElse(null));
    }

    /** Writes an event for the web page: with the sentence that the page shows. */
    public static void writeInWords(JsonWriter writer, AuditEntry entry) {
        write(writer, entry);
        writer.field("words", entry.event().change().kind().words());
    }

    /** Writes the fields of a change as members of its event's JSON object. */
    private record Details(JsonWriter json) implements FieldWriter {
        @Override
        public Details text(String name, @Nullable String value) {
            json.field(name, value);
            return this;
        }

        @Override
        public Details texts(String name, Collection<String> values) {
            json.strings(name, values);
            return this;
        }

        @Override
        public Details numbers(String name, Collection<Long> values) {
            return texts(name, values.stream().map(String::valueOf).toList());
        }

        @Override
        public Details entries(String name, Map<String, String> values) {
            json.keyValues(name, values);
            return this;
        }
    }

    static JsonBody model(ModelAtTime model) {
        return writer -> writer.field("name", model.name())
                .list("versions", model.stages().entrySet(), (version, stage) -> writeStage(version, stage, model))
                .list("aliases", model.aliases().entrySet(), (alias, target) -> writeAlias(alias, target, model))
                .list("unknown_events", model.unknown(), AuditJson::writeUnknown);
    }

    private static void writeStage(JsonWriter writer, Map.Entry<Long, Stage> version, ModelAtTime model) {
        writer.field("version", String.valueOf(version.getKey()))
                .field("stage", version.getValue().label())
                .field("digest", model.digests().get(version.getKey()));
    }

    private static void writeUnknown(JsonWriter writer, RegistryEvent event) {
        write(writer, new AuditEntry(event, Optional.empty()));
    }

    private static void writeAlias(JsonWriter writer, Map.Entry<String, Long> alias, ModelAtTime model) {
        writer.field("alias", alias.getKey())
                .field("version", String.valueOf(alias.getValue()))
                .field("digest", model.digests().get(alias.getValue()));
    }
}
