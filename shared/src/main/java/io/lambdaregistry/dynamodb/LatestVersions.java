package io.lambdaregistry.dynamodb;

import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.Stage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** The highest version of each stage of a model, read from the index by stage, one item a stage and all at once. */
final class LatestVersions {
    private final Table table;

    LatestVersions(Table table) {
        this.table = table;
    }

    List<ModelVersion> of(Item model, Set<Stage> stages) {
        return ofAll(List.of(model), stages).getFirst();
    }

    List<ModelVersion> withAliases(Item model, Set<Stage> stages) {
        return of(model, stages).stream()
                .map(version -> version.withAliases(ModelItems.aliasesOf(model, version.version())))
                .toList();
    }

    /** Those of each of the models, in their order. */
    List<List<ModelVersion>> ofAll(List<Item> models, Set<Stage> stages) {
        List<Callable<Optional<Entry>>> calls = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            Item model = models.get(i);
            int place = i;
            Set<Stage> used = ModelItems.stagesInUse(model);
            Arrays.stream(Stage.values())
                    .filter(stage -> used.contains(stage) && stages.contains(stage))
                    .forEach(stage -> calls.add(() -> highest(model, stage).map(version -> new Entry(place, version))));
        }
        Map<Integer, List<ModelVersion>> found = table.inParallel(calls).stream()
                .flatMap(Optional::stream)
                .collect(Collectors.groupingBy(
                        Entry::place, Collectors.mapping(Entry::version, Collectors.toUnmodifiableList())));
        List<List<ModelVersion>> all = new ArrayList<>();
        for (int i = 0; i < models.size(); i++) {
            all.add(found.getOrDefault(i, List.of()));
        }
        return all;
    }

    private record Entry(int place, ModelVersion version) {}

    private Optional<ModelVersion> highest(Item model, Stage stage) {
        Query query = Query.byStage(VersionItems.partition(model.string(ModelItems.ID)))
                .beginsWith(stage.label() + "#")
                .descending()
                .limit(1);
        return table.query(query, null).items().stream().findFirst().map(item -> VersionItems.toVersion(item, model));
    }
}
