package io.lambdaregistry.event;

import io.lambdaregistry.registry.Stage;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Where a model's versions and aliases stood at a time.
 *
 * @param name that it had then
 * @param stages of the versions that had been moved to one; every other version was in None
 * @param aliases alias to version
 */
public record ModelAtTime(String modelId, String name, SortedMap<Long, Stage> stages, Map<String, Long> aliases) {
    /**
     * What a model's events, from the first on, make of it; empty where it was not there yet, or no longer.
     *
     * @param events in order; those that move no name, stage or alias may be left out
     */
    public static Optional<ModelAtTime> after(Collection<RegistryEvent> events) {
        String id = "";
        String name = "";
        SortedMap<Long, Stage> stages = new TreeMap<>();
        Map<String, Long> aliases = new TreeMap<>();
        for (RegistryEvent event : events) {
            id = event.modelId();
            name = event.name();
            switch (event.change()) {
                case RegistryChange.ModelRenamed renamed -> name = renamed.newName();
                case RegistryChange.ModelDeleted deleted -> id = "";
                case RegistryChange.ModelRestored restored -> name = restored.newName();
                case RegistryChange.AliasSet set -> aliases.put(set.alias(), set.version());
                case RegistryChange.AliasDeleted deleted -> aliases.remove(deleted.alias());
                case RegistryChange.StageChanged changed -> {
                    changed.archived().forEach(version -> stages.put(version, Stage.ARCHIVED));
                    stages.put(changed.version(), changed.to());
                }
                case RegistryChange.VersionsArchived archived ->
                    archived.versions().forEach(version -> stages.put(version, Stage.ARCHIVED));
                case RegistryChange.VersionDeleted deleted -> {
                    stages.remove(deleted.version());
                    deleted.aliases().forEach(aliases::remove);
                }
                case RegistryChange.VersionRestored restored -> {
                    if (restored.stage() != Stage.NONE) {
                        stages.put(restored.version(), restored.stage());
                    }
                }
                default -> {} // what neither names nor moves
            }
        }
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(new ModelAtTime(
                        id, name, Collections.unmodifiableSortedMap(stages), Collections.unmodifiableMap(aliases)));
    }
}
