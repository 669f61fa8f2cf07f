package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.testing.StoresSuite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A search shows of each model the versions that the model itself shows, whatever became of the newest. */
final class SearchedLatestVersionsTest extends StoresSuite {
    private static final int MODELS = 40;

    private ModelRegistry registry;

    @BeforeAll
    void start() {
        registry = stores.registry();
    }

    private void make(String name, int versions) {
        registry.createModel(name, "", Map.of());
        for (int i = 0; i < versions; i++) {
            registry.createVersion(name, "s3://bucket/model", null, null, "", "", Map.of());
        }
    }

    private List<RegisteredModel> search(String prefix) {
        return registry.searchModels(
                        ModelSearch.of("name LIKE '%s%%'".formatted(prefix), List.of(), 100, Optional.empty()))
                .items();
    }

    @Test
    void ofModelsInAllStatesOfTheirLives() {
        SplittableRandom random = new SplittableRandom(8);
        List<Stage> stages = List.copyOf(Stage.ALL);
        for (int i = 0; i < MODELS; i++) {
            String name = "random-%02d".formatted(i);
            int versions = random.nextInt(5);
            make(name, versions);
            for (int version = 1; version <= versions; version++) {
                int fate = random.nextInt(stages.size() + 1);
                if (fate == stages.size()) {
                    registry.deleteVersion(name, "" + version);
                } else {
                    registry.transitionStage(
                            name, "" + version, stages.get(fate).label(), false);
                }
            }
        }
        assertThat(search("random-"))
                .hasSize(MODELS)
                .allSatisfy(model -> assertThat(model).isEqualTo(registry.getModel(model.name())));
    }

    @Test
    void aPageIsReadTogetherAndANewestVersionThatIsGoneTakesOneStepMore() {
        for (int i = 0; i < 25; i++) {
            make("together-" + i, 2);
        }
        registry.transitionStage("together-1", "1", "Staging", false);
        registry.transitionStage("together-2", "2", "Production", false); // its first is asked of the index
        search("together-");
        assertThat(Cost.of(() -> search("together-"))).isEqualTo(new Cost(2, 2 + 1 + 1));
        registry.deleteVersion("together-3", "2");
        registry.transitionStage("together-4", "2", "Archived", false);
        assertThat(Cost.of(() -> search("together-"))).isEqualTo(new Cost(3, 2 + 1 + 2 + 2));
    }
}
