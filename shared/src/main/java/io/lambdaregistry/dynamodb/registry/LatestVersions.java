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
     * Those of each of the models, by its place. Which they are the models all but tell, so they are read together by their
     * keys; the index is asked for what is not told, and for what turns out to be another. Their long texts are read when they
     * are asked for.
     */
    IntFunction<List<ModelVersion>> ofAll(List<Item> models) {
        List<List<Highest>> wanted =
                models.stream().map(model -> wanted(model, Stage.ALL)).toList();
        Map<Highest, Key> told = new LinkedHashMap<>(); // while a rename reaches the index, two may have one key
        List<Highest> untold = new ArrayList<>();
        wanted.stream()
                .flatMap(List::stream)
                .forEach(version ->
                        version.told().ifPresentOrElse(key -> told.put(version, key), () -> untold.add(version)));
        Fork<Boolean> reading = Fork.of(() -> read(told));
        ask(untold);
        reading.join();
        ask(told.keySet().stream().filter(version -> version.item == null).toList());
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

    private boolean read(Map<Highest, Key> told) {
        Map<Key, Item> items = table.batchGet(told.values());
        told.forEach((version, key) -> version.item =
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

        /** Where it should be, by what the model says. */
        Optional<Key> told() {
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
