package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.event.AuditSearch;
import io.lambdaregistry.event.AuditTrail;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.search.Page;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The model that has a name now, replayed from its events alone. */
record ReplayedModel(
        Map<String, String> tags,
        Map<String, Long> aliases,
        Map<Long, Stage> stages,
        List<String> tagged,
        List<Long> created,
        List<Long> deleted) {
    static ReplayedModel of(AuditTrail trail, String name) {
        List<RegistryEvent> events = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<AuditEntry> page = trail.search(
                    new AuditSearch(Optional.of(name), 0, AuditSearch.END_OF_TIME, AuditSearch.MAX_RESULTS, token));
            page.items().forEach(entry -> events.add(entry.event()));
            token = page.nextPageToken();
        } while (token.isPresent());
        ReplayedModel present = new ReplayedModel(Map.of(), Map.of(), Map.of(), List.of(), List.of(), List.of());
        Map<String, List<RegistryEvent>> byModel = new HashMap<>();
        events.reversed()
                .forEach(event -> byModel.computeIfAbsent(event.modelId(), id -> new ArrayList<>())
                        .add(event));
        for (List<RegistryEvent> history : byModel.values()) {
            assertThat(history).extracting(RegistryEvent::order).isSorted().doesNotHaveDuplicates();
            assertThat(history.getFirst().change()).isInstanceOf(RegistryChange.ModelCreated.class);
            if (nameAfter(history).equals(Optional.of(name))) {
                assertThat(present.created()).isEmpty();
                present = after(history);
            }
        }
        return present;
    }

    private static Optional<String> nameAfter(List<RegistryEvent> history) {
        String name = history.getFirst().name();
        for (RegistryEvent event : history) {
            assertThat(event.name()).isEqualTo(name);
            if (event.change() instanceof RegistryChange.ModelRenamed renamed) {
                name = renamed.newName();
            }
            if (event.change() instanceof RegistryChange.ModelRestored restored) {
                name = restored.newName();
            }
        }
        return history.getLast().change() instanceof RegistryChange.ModelDeleted ? Optional.empty() : Optional.of(name);
    }

    private static ReplayedModel after(List<RegistryEvent> history) {
        ReplayedModel model = new ReplayedModel(
                new HashMap<>(),
                new HashMap<>(),
                new HashMap<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
        history.forEach(event -> model.apply(event.change()));
        return model;
    }

    private void apply(RegistryChange change) {
        switch (change) {
            case RegistryChange.ModelCreated c -> tags.putAll(c.tags());
            case RegistryChange.ModelTagSet c -> {
                tags.put(c.key(), c.value());
                tagged.add(c.key() + " " + c.value());
            }
            case RegistryChange.ModelTagDeleted c ->
                assertThat(tags.remove(c.key())).isNotNull();
            case RegistryChange.AliasSet c -> {
                Long before = aliases.put(c.alias(), c.version());
                assertThat(c.from()).isEqualTo(before == null ? OptionalLong.empty() : OptionalLong.of(before));
                assertThat(stages).containsKey(c.version());
            }
            case RegistryChange.AliasDeleted c ->
                assertThat(aliases.remove(c.alias())).isNotNull();
            case RegistryChange.VersionCreated c -> {
                created.add(c.version());
                stages.put(c.version(), Stage.NONE);
            }
            case RegistryChange.VersionDeleted c -> {
                deleted.add(c.version());
                c.aliases().forEach(alias -> assertThat(aliases.remove(alias)).isEqualTo(c.version()));
                assertThat(aliases.values()).doesNotContain(c.version());
                assertThat(stages.remove(c.version())).isNotNull();
            }
            case RegistryChange.VersionRestored c -> {
                assertThat(deleted.remove(c.version())).isTrue();
                assertThat(stages.put(c.version(), c.stage())).isNull();
            }
            case RegistryChange.StageChanged c -> {
                c.archived()
                        .forEach(version ->
                                assertThat(stages.put(version, Stage.ARCHIVED)).isEqualTo(c.to()));
                assertThat(stages.put(c.version(), c.to())).isEqualTo(c.from());
            }
            default -> {}
        }
    }
}
