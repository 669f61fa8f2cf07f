package io.lambdaregistry.event;

import io.lambdaregistry.registry.Stage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The name of a model, the stages of its versions and its aliases, while its events are replayed. */
final class ModelPositions {
    private final SortedMap<Long, Stage> stages = new TreeMap<>();
    private final Map<String, Long> aliases = new TreeMap<>();
    private final Map<Long, String> digests = new TreeMap<>();
    private final List<RegistryEvent> unknown = new ArrayList<>();
    private String id = "";
    private String name = "";

    void follow(RegistryEvent event) {
        id = event.modelId();
        name = event.name();
        if (event.change() instanceof RegistryChange.Unknown) {
            unknown.add(event);
        }
        event.change().move(this);
    }

    void rename(String newName) {
        name = newName;
    }

    void deleteModel() {
        id = "";
    }

    void point(String alias, long version) {
        aliases.put(alias, version);
    }

    void removeAlias(String alias) {
        aliases.remove(alias);
    }

    void enter(Stage stage, long version) {
        stages.put(version, stage);
    }

    void archive(List<Long> versions) {
        versions.forEach(version -> enter(Stage.ARCHIVED, version));
    }

    void deleteVersion(long version) {
        stages.remove(version);
    }

    void seal(long version, String digest) {
        digests.put(version, digest);
    }

    /** Returns the state so far; empty if the model does not exist. */
    Optional<ModelAtTime> model() {
        return id.isEmpty()
                ? Optional.empty()
                : Optional.of(new ModelAtTime(
                        id,
                        name,
                        Collections.unmodifiableSortedMap(stages),
                        Collections.unmodifiableMap(aliases),
                        Collections.unmodifiableMap(digests),
                        List.copyOf(unknown)));
    }
}
