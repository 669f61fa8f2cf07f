package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.metering.Fork;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The highest version of each stage of a model, read from the index by stage, one item a stage and all at once. */
final class LatestVersions {
    private final Table table;

    LatestVersions(Table table) {
        this.table = table;
    }

    List<ModelVersion> of(Item model, Set<Stage> stages) {
        List<Highest> wanted = wanted(model, stages);
        ask(wanted);
        return found(wanted);
    }

    /**
     * The latest versions of each model, by its place. The models name nearly all of them, so they are read together by their
     * keys; the index is asked only for a stage that the model does not name a version of, and if that version turns out to be
     * in another stage. Long texts are read when they are used.
     */
    IntFunction<List<ModelVersion>> ofAll(List<Item> models) {
        List<List<Highest>> wanted =
                models.stream().map(model -> wanted(model, Stage.ALL)).toList();
        Map<Highest, Key> known =
                new LinkedHashMap<>(); // while a rename reaches the index, two models may have one key
        List<Highest> unknown = new ArrayList<>();
        wanted.stream()
                .flatMap(List::stream)
                .forEach(version ->
                        version.known().ifPresentOrElse(key -> known.put(version, key), () -> unknown.add(version)));
        Fork<Boolean> reading = Fork.of(() -> read(known));
        ask(unknown);
        reading.join();
        ask(known.keySet().stream().filter(version -> version.item == null).toList());
        return place -> found(wanted.get(place));
    }

    private static List<Highest> wanted(Item model, Set<Stage> stages) {
        return ModelItems.stagesInUse(model).stream()
                .filter(stages::contains)
                .map(stage -> new Highest(model, stage))
                .toList();
    }

    private static List<ModelVersion> found(List<Highest> versions) {
        return versions.stream().flatMap(version -> version.found().stream()).toList();
    }

    private boolean read(Map<Highest, Key> known) {
        Map<Key, Item> items = table.batchGet(known.values());
        known.forEach((version, key) -> version.item =
                Optional.ofNullable(items.get(key)).filter(version::isIt).orElse(null));
        return true;
    }

    private void ask(List<Highest> versions) {
        table.inParallel(versions.stream()
                .map(version -> (Callable<Boolean>) () -> ask(version))
                .toList());
    }

    private boolean ask(Highest version) {
        Query query = Query.byStage(VersionItems.partition(version.model.string(ModelItems.ID)))
                .beginsWith(version.stage.label() + "#")
                .descending()
                .limit(1);
        version.item = table.query(query, null).items().stream().findFirst().orElse(null);
        return true;
    }

    /** The highest version of a stage, before and after it is found. */
    private static final class Highest {
        private final Item model;
        private final Stage stage;
        private @Nullable Item item;

        Highest(Item model, Stage stage) {
            this.model = model;
            this.stage = stage;
        }

        /** The key that the model names. */
        Optional<Key> known() {
            return ModelItems.highestIn(model, stage)
                    .map(number -> VersionItems.key(model.string(ModelItems.ID), number));
        }

        boolean isIt(Item version) {
            return VersionItems.isLiving(version)
                    && version.string(VersionItems.STAGE).equals(stage.label());
        }

        Optional<ModelVersion> found() {
            return Optional.ofNullable(item).map(version -> VersionItems.withAliases(version, model));
        }
    }
}
