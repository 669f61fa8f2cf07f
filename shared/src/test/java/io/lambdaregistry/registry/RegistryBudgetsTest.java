package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.testing.StoresSuite;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.NewLoggedModel;
import io.lambdaregistry.tracking.NewRun;
import io.lambdaregistry.tracking.Run;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What each operation may cost in calls of DynamoDB: in sequence, and in all. docs/architecture.md has the table. */
final class RegistryBudgetsTest extends StoresSuite {
    private ModelRegistry registry;

    @BeforeAll
    void start() {
        registry = stores.registry();
        registry.createModel("staged", "", Map.of("team", "core"));
        for (int i = 0; i < 5; i++) {
            createVersion("staged");
        }
        registry.transitionStage("staged", "1", "Archived", false);
        registry.transitionStage("staged", "2", "Staging", false);
        registry.transitionStage("staged", "3", "Production", false);
        registry.setAlias("staged", "champion", "3");
        registry.searchModels(models("", 1));
    }

    private ModelVersion createVersion(String name) {
        return registry.createVersion(name, "s3://bucket/model", "run-of-" + name, null, "", "", Map.of());
    }

    private static ModelSearch models(String filter, int maxResults) {
        return ModelSearch.of(filter, List.of(), maxResults, Optional.empty());
    }

    private static VersionSearch versions(String filter) {
        return VersionSearch.of(filter, List.of(), 10, Optional.empty());
    }

    @Test
    void creatingAModelTakesOneCall() {
        assertThat(Cost.of(() -> registry.createModel("plain", "", Map.of()))).isEqualTo(new Cost(1, 1));
        assertThat(Cost.of(() -> registry.createModel("tagged", "words", Map.of("a", "1", "b", "2"))))
                .isEqualTo(new Cost(1, 1));
    }

    @Test
    void taggingAModelTakesOneCall() {
        assertThat(Cost.of(() -> registry.setModelTag("staged", "colour", "red")))
                .isEqualTo(new Cost(1, 1));
        assertThat(Cost.of(() -> registry.deleteModelTag("staged", "colour"))).isEqualTo(new Cost(1, 1));
    }

    @Test
    void updatingAModelTakesTwoCallsAtOnceAndOneMoreForEachStageThatItsAnswerShows() {
        registry.createModel("described", "", Map.of());
        assertThat(Cost.of(() -> registry.updateModel("described", "words"))).isEqualTo(new Cost(1, 2));
        assertThat(Cost.of(() -> registry.updateModel("staged", "words"))).isEqualTo(new Cost(2, 6));
    }

    @Test
    void gettingAModelTakesTwoStepsAndSixCallsAtMost() {
        assertThat(Cost.of(() -> registry.getModel("staged"))).isEqualTo(new Cost(2, 5));
        registry.createModel("bare", "", Map.of());
        assertThat(Cost.of(() -> registry.getModel("bare"))).isEqualTo(new Cost(1, 1));
    }

    @Test
    void renamingTakesTwoStepsHoweverManyVersions() {
        registry.createModel("old name", "", Map.of("k", "v"));
        createVersion("old name");
        createVersion("old name");
        assertThat(Cost.of(() -> registry.renameModel("old name", "new name"))).isEqualTo(new Cost(2, 3));
    }

    @Test
    void deletingAModelTakesOneCallHoweverManyVersions() {
        registry.createModel("doomed", "", Map.of());
        createVersion("doomed");
        createVersion("doomed");
        assertThat(Cost.of(() -> registry.deleteModel("doomed"))).isEqualTo(new Cost(1, 1));
    }

    @Test
    void restoringTakesThreeCalls() {
        registry.createModel("lost", "", Map.of());
        createVersion("lost");
        registry.deleteVersion("lost", "1");
        assertThat(Cost.of(() -> registry.restoreVersion("lost", "1"))).isEqualTo(new Cost(3, 3));
        registry.deleteModel("lost");
        assertThat(Cost.of(() -> registry.restoreModel("lost", "", ""))).isEqualTo(new Cost(3, 3));
    }

    @Test
    void aNameThatADeletedModelHasTakesOneCallMore() {
        registry.createModel("had before", "", Map.of());
        registry.deleteModel("had before");
        assertThat(Cost.of(() -> registry.createModel("had before", "", Map.of())))
                .isEqualTo(new Cost(2, 2));
    }

    @Test
    void aliasesTakeTwoCalls() {
        assertThat(Cost.of(() -> registry.setAlias("staged", "blue", "1"))).isEqualTo(new Cost(2, 2));
        assertThat(Cost.of(() -> registry.getVersionByAlias("staged", "champion")))
                .isEqualTo(new Cost(2, 2));
        assertThat(Cost.of(() -> registry.deleteAlias("staged", "blue"))).isEqualTo(new Cost(1, 1));
    }

    @Test
    void creatingAVersionTakesTwoCalls() {
        registry.createModel("versioned", "", Map.of());
        assertThat(Cost.of(() -> createVersion("versioned"))).isEqualTo(new Cost(2, 2));
        String ofRun = "s3://bucket/0/4d0b95be4d0b95be4d0b95be4d0b95be/artifacts/model";
        assertThat(Cost.of(() -> registry.createVersion("versioned", ofRun, null, null, "", "", Map.of())))
                .isEqualTo(new Cost(2, 2));
    }

    @Test
    void theRunOfAVersionIsAskedBesideTheModelAndUsesUpNoNumberWhereItRefuses() {
        registry.createModel("of a run", "", Map.of());
        Run run = stores.runs().create(new NewRun("0", "me", 1, List.of(), ""));
        String source = run.info().artifactUri() + "/model";
        assertThatThrownBy(() -> registry.createVersion("of a run", source, "another", null, "", "", Map.of()))
                .hasMessageContaining("run_id");
        assertThat(Cost.of(() -> assertThat(registry.createVersion(
                                        "of a run", source, run.info().runId(), null, "", "", Map.of())
                                .version())
                        .isEqualTo(1)))
                .isEqualTo(new Cost(2, 3));
    }

    @Test
    void aVersionOfALoggedModelIsLinkedThereByTwoCallsMore() {
        registry.createModel("of a logged model", "", Map.of());
        LoggedModel logged = stores.loggedModels().create(new NewLoggedModel("0", "m", "", "", List.of(), Map.of()));
        String id = logged.modelId();
        assertThat(Cost.of(
                        () -> registry.createVersion("of a logged model", "models:/" + id, null, id, "", "", Map.of())))
                .isEqualTo(new Cost(4, 5));
    }

    @Test
    void gettingAndTaggingAVersionTakeTwoCalls() {
        assertThat(Cost.of(() -> registry.getVersion("staged", "1"))).isEqualTo(new Cost(2, 2));
        assertThat(Cost.of(() -> registry.setVersionTag("staged", "1", "k", "v")))
                .isEqualTo(new Cost(2, 2));
        assertThat(Cost.of(() -> registry.deleteVersionTag("staged", "1", "k"))).isEqualTo(new Cost(2, 2));
        assertThat(Cost.of(() -> registry.updateVersion("staged", "1", "words")))
                .isEqualTo(new Cost(2, 3));
    }

    @Test
    void deletingAVersionTakesTwoCalls() {
        registry.createModel("shrinking", "", Map.of());
        createVersion("shrinking");
        assertThat(Cost.of(() -> registry.deleteVersion("shrinking", "1"))).isEqualTo(new Cost(2, 2));
    }

    @Test
    void aTransitionTakesTwoStepsWhateverItArchives() {
        registry.createModel("moving", "", Map.of());
        for (int i = 0; i < 4; i++) {
            createVersion("moving");
        }
        assertThat(Cost.of(() -> registry.transitionStage("moving", "1", "Production", false)))
                .isEqualTo(new Cost(2, 3));
        registry.transitionStage("moving", "2", "Production", false);
        registry.transitionStage("moving", "3", "Production", false);
        assertThat(Cost.of(() -> registry.transitionStage("moving", "4", "Production", true)))
                .isEqualTo(new Cost(2, 3));
    }

    @Test
    void searchesByIndexTakeTwoStepsOnAnyPage() {
        for (int i = 0; i < 30; i++) {
            registry.createModel("page-" + i, "", Map.of("batch", "one"));
        }
        ModelSearch first = models("name LIKE 'page-%'", 10);
        String token = registry.searchModels(first).nextPageToken().orElseThrow();
        ModelSearch second = ModelSearch.of("name LIKE 'page-%'", List.of(), 10, Optional.of(token));
        assertThat(Cost.of(() -> registry.searchModels(models("name = 'staged'", 10)))
                        .sequential())
                .isEqualTo(2);
        assertThat(Cost.of(() -> registry.searchModels(first))).isEqualTo(new Cost(1, 2)); // no model has versions
        assertThat(Cost.of(() -> registry.searchModels(second))).isEqualTo(new Cost(1, 2));
        assertThat(Cost.of(() -> registry.searchModels(models("name ILIKE '%age-1%'", 10))))
                .isEqualTo(new Cost(2, 3));
        assertThat(Cost.of(() -> registry.searchModels(models("name LIKE 'stag%'", 10))))
                .isEqualTo(new Cost(2, 4)); // and it has an archived version, which the index is asked for
        assertThat(Cost.of(() -> registry.searchModels(models("tags.batch = 'one'", 10)))
                        .sequential())
                .isLessThanOrEqualTo(2);
        assertThat(Cost.of(() -> registry.searchVersions(versions("name = 'staged'")))
                        .sequential())
                .isLessThanOrEqualTo(2);
        assertThat(Cost.of(() -> registry.searchVersions(versions("run_id = 'run-of-staged'")))
                        .sequential())
                .isLessThanOrEqualTo(2);
    }
}
