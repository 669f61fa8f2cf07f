package io.lambdaregistry.registry;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a registry must answer: the same operations on maps in memory, one at a time. */
final class ReferenceRegistry {
    private final TreeMap<String, Model> models = new TreeMap<>();

    private static final class Model {
        private final long created;
        private long updated;
        private long renamed;
        private String description;
        private final TreeMap<String, String> tags;
        private final TreeMap<String, Long> aliases;
        private final TreeMap<Long, ModelVersion> versions;
        private long lastNumber;

        Model(long now, String description, Map<String, String> tags) {
            this.created = now;
            this.updated = now;
            this.description = description;
            this.tags = new TreeMap<>(tags);
            this.aliases = new TreeMap<>();
            this.versions = new TreeMap<>();
        }

        Model(Model other) {
            this.created = other.created;
            this.updated = other.updated;
            this.renamed = other.renamed;
            this.description = other.description;
            this.tags = new TreeMap<>(other.tags);
            this.aliases = new TreeMap<>(other.aliases);
            this.versions = new TreeMap<>(other.versions);
            this.lastNumber = other.lastNumber;
        }
    }

    ReferenceRegistry() {}

    private ReferenceRegistry(ReferenceRegistry other) {
        other.models.forEach((name, model) -> models.put(name, new Model(model)));
    }

    ReferenceRegistry copy() {
        return new ReferenceRegistry(this);
    }

    private Model model(String name) {
        return Optional.ofNullable(models.get(name)).orElseThrow(() -> RegistryErrors.modelNotFound(name));
    }

    private ModelVersion version(String name, long version) {
        return Optional.ofNullable(models.get(name))
                .map(model -> model.versions.get(version))
                .orElseThrow(() -> RegistryErrors.versionNotFound(name, version));
    }

    RegisteredModel createModel(String name, String description, Map<String, String> tags, long now) {
        if (models.containsKey(name)) {
            throw RegistryErrors.nameTaken(name, models.get(name).tags, tags);
        }
        models.put(name, new Model(now, description, tags));
        return getModel(name);
    }

    RegisteredModel getModel(String name) {
        Model model = model(name);
        return new RegisteredModel(
                name,
                model.created,
                model.updated,
                model.description,
                Map.copyOf(model.tags),
                Map.copyOf(model.aliases),
                latest(name));
    }

    RegisteredModel updateModel(String name, String description, long now) {
        Model model = model(name);
        model.description = description;
        model.updated = now;
        return getModel(name);
    }

    RegisteredModel renameModel(String name, String newName, long now) {
        Model model = model(name);
        if (!name.equals(newName) && models.containsKey(newName)) {
            throw RegistryErrors.modelExists(newName);
        }
        models.remove(name);
        models.put(newName, model);
        model.updated = now;
        model.renamed = now;
        return getModel(newName);
    }

    boolean deleteModel(String name) {
        model(name);
        models.remove(name);
        return true;
    }

    boolean setModelTag(String name, String key, String value) {
        model(name).tags.put(key, value);
        return true;
    }

    boolean deleteModelTag(String name, String key) {
        model(name).tags.remove(key);
        return true;
    }

    boolean setAlias(String name, String alias, long version) {
        version(name, version);
        model(name).aliases.put(alias, version);
        return true;
    }

    boolean deleteAlias(String name, String alias) {
        model(name).aliases.remove(alias);
        return true;
    }

    ModelVersion getVersionByAlias(String name, String alias) {
        Long version = model(name).aliases.get(alias);
        if (version == null) {
            throw RegistryErrors.aliasNotFound(alias);
        }
        return getVersion(name, version);
    }

    long lastNumber(String name) {
        return model(name).lastNumber;
    }

    /** What is left of a creation whose number was given, but whose answer never came: the number is gone. */
    void count(String name, long now) {
        Model model = model(name);
        model.lastNumber++;
        model.updated = now;
    }

    ModelVersion createVersion(String name, long number, String source, Map<String, String> tags, long now) {
        Model model = model(name);
        model.lastNumber = number;
        model.updated = now;
        model.versions.put(
                number,
                new ModelVersion(
                        name,
                        number,
                        now,
                        now,
                        "",
                        Stage.NONE,
                        source,
                        source,
                        "",
                        "",
                        "",
                        Map.copyOf(tags),
                        List.of()));
        return getVersion(name, number);
    }

    ModelVersion getVersion(String name, long number) {
        ModelVersion version = version(name, number);
        Model model = model(name);
        return changed(
                        version,
                        name,
                        Math.max(model.renamed, version.lastUpdatedTimestamp()),
                        version.description(),
                        version.stage(),
                        version.tags())
                .withAliases(model.aliases.entrySet().stream()
                        .filter(alias -> alias.getValue() == number)
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private static ModelVersion changed(
            ModelVersion version,
            String name,
            long updated,
            @Nullable String description,
            Stage stage,
            Map<String, String> tags) {
        return new ModelVersion(
                name,
                version.version(),
                version.creationTimestamp(),
                updated,
                description,
                stage,
                version.source(),
                version.storageLocation(),
                version.runId(),
                version.runLink(),
                version.modelId(),
                Map.copyOf(tags),
                List.of());
    }

    ModelVersion updateVersion(String name, long number, String description, long now) {
        ModelVersion version = version(name, number);
        model(name).versions.put(number, changed(version, name, now, description, version.stage(), version.tags()));
        return getVersion(name, number);
    }

    boolean deleteVersion(String name, long number, long now) {
        version(name, number);
        Model model = model(name);
        model.versions.remove(number);
        model.aliases.values().removeIf(version -> version == number);
        model.updated = now;
        return true;
    }

    ModelVersion transitionStage(String name, long number, Stage stage, boolean archiveExisting, long now) {
        version(name, number);
        Model model = model(name);
        model.updated = now;
        model.versions.replaceAll((other, version) -> {
            boolean leaves = archiveExisting && version.stage().equals(stage);
            Stage to = other == number ? stage : Stage.ARCHIVED;
            return other == number || leaves
                    ? changed(version, name, now, version.description(), to, version.tags())
                    : version;
        });
        return getVersion(name, number);
    }

    boolean setVersionTag(String name, long number, String key, String value) {
        changeTags(name, number, tags -> tags.put(key, value));
        return true;
    }

    boolean deleteVersionTag(String name, long number, String key) {
        changeTags(name, number, tags -> tags.remove(key));
        return true;
    }

    private void changeTags(String name, long number, Consumer<Map<String, String>> change) {
        ModelVersion version = version(name, number);
        Map<String, String> tags = new TreeMap<>(version.tags());
        change.accept(tags);
        ModelVersion changed =
                changed(version, name, version.lastUpdatedTimestamp(), version.description(), version.stage(), tags);
        model(name).versions.put(number, changed);
    }

    List<ModelVersion> latest(String name) {
        List<ModelVersion> latest = new ArrayList<>();
        for (Stage stage : Stage.ALL) {
            model(name).versions.descendingMap().values().stream()
                    .filter(version -> version.stage().equals(stage))
                    .findFirst()
                    .ifPresent(version -> latest.add(getVersion(name, version.version())));
        }
        return latest;
    }

    /** By name. */
    List<RegisteredModel> modelsWith(String key, String value) {
        return models.keySet().stream()
                .map(this::getModel)
                .filter(model -> value.equals(model.tags().get(key)))
                .toList();
    }

    /** By name. */
    List<RegisteredModel> modelsFrom(String prefix) {
        return models.keySet().stream()
                .filter(name -> name.startsWith(prefix))
                .map(this::getModel)
                .toList();
    }

    /** The latest updated first, as a search for them sorts them. */
    List<ModelVersion> versionsOf(String name) {
        return models.containsKey(name)
                ? sorted(model(name).versions.keySet().stream()
                        .map(number -> getVersion(name, number))
                        .toList())
                : List.of();
    }

    List<ModelVersion> versionsWith(String key, String value) {
        return sorted(models.keySet().stream()
                .flatMap(name -> versionsOf(name).stream())
                .filter(version -> value.equals(version.tags().get(key)))
                .toList());
    }

    private static List<ModelVersion> sorted(List<ModelVersion> versions) {
        return versions.stream()
                .sorted(Comparator.comparingLong(ModelVersion::lastUpdatedTimestamp)
                        .reversed()
                        .thenComparing(ModelVersion::name)
                        .thenComparing(
                                Comparator.comparingLong(ModelVersion::version).reversed()))
                .toList();
    }
}
