package io.lambdaregistry.registry;

import static io.lambdaregistry.registry.AtOnce.THREADS;
import static io.lambdaregistry.registry.AtOnce.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.testing.StoresSuite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What holds whatever races: the invariants of docs/architecture.md, with 64 threads each. */
public class RegistryInvariantsTest extends StoresSuite {
    private ModelRegistry registry;

    @BeforeAll
    void start() {
        registry = stores.registry();
    }

    private ModelVersion createVersion(String name) {
        return registry.createVersion(name, "s3://bucket/model", null, null, "", "", Map.of());
    }

    @Test
    void ofConcurrentCreationsOfANameOneWinsAndEveryOtherFailsWithAlreadyExists() throws Exception {
        var outcomes = atOnce(i -> () -> registry.createModel("contested", "by " + i, Map.of("creator", "" + i)));
        assertThat(outcomes).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Optional::isPresent)
                .hasSize(THREADS - 1)
                .containsOnly(Optional.of(ErrorCode.RESOURCE_ALREADY_EXISTS));
        RegisteredModel winner = registry.getModel("contested");
        assertThat(winner.description()).isEqualTo("by " + winner.tags().get("creator"));
    }

    @Test
    void concurrentVersionsAreNumberedFromOneWithoutGapOrRepeat() throws Exception {
        registry.createModel("busy", "", Map.of());
        var outcomes = atOnce(i -> () -> createVersion("busy"));
        assertThat(outcomes).containsOnly(Optional.empty());
        VersionSearch all = VersionSearch.of("name = 'busy'", List.of("version_number ASC"), 1000, Optional.empty());
        assertThat(registry.searchVersions(all).items().stream().map(ModelVersion::version))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, THREADS).boxed().toList());
    }

    @Test
    void tagsWrittenAtOnceAllLand() throws Exception {
        registry.createModel("tagged", "", Map.of());
        createVersion("tagged");
        assertThat(atOnce(i -> () -> {
                    registry.setModelTag("tagged", "tag" + i, "value" + i);
                    registry.setVersionTag("tagged", "1", "tag" + i, "value" + i);
                    return i;
                }))
                .containsOnly(Optional.empty());
        assertThat(registry.getModel("tagged").tags()).hasSize(THREADS);
        assertThat(registry.getVersion("tagged", "1").tags()).hasSize(THREADS);
    }

    @Test
    void afterConcurrentTransitionsWithArchiveOneVersionIsLeftInTheStage() throws Exception {
        registry.createModel("promoted", "", Map.of());
        IntStream.range(0, THREADS).forEach(i -> createVersion("promoted"));
        assertThat(atOnce(i -> () -> registry.transitionStage("promoted", "" + (i + 1), "Production", true)))
                .containsOnly(Optional.empty());
        VersionSearch all = VersionSearch.of("name = 'promoted'", List.of(), 1000, Optional.empty());
        List<Stage> stages = registry.searchVersions(all).items().stream()
                .map(ModelVersion::stage)
                .toList();
        assertThat(stages).filteredOn(Stage.PRODUCTION::equals).hasSize(1);
        assertThat(stages).filteredOn(Stage.ARCHIVED::equals).hasSize(THREADS - 1);
    }

    @Test
    void moreVersionsThanATransactionTakesAreArchived() {
        registry.createModel("crowded", "", Map.of());
        for (int i = 1; i <= 120; i++) {
            createVersion("crowded");
            registry.transitionStage("crowded", "" + i, "Staging", false);
        }
        createVersion("crowded");
        registry.transitionStage("crowded", "121", "Staging", true);
        VersionSearch all = VersionSearch.of("name = 'crowded'", List.of(), 1000, Optional.empty());
        assertThat(registry.searchVersions(all).items())
                .filteredOn(version -> version.stage().equals(Stage.STAGING))
                .extracting(ModelVersion::version)
                .containsExactly(121L);
    }

    @Test
    void anAliasPointsAtAVersionThatExistsWhateverIsDeletedMeanwhile() throws Exception {
        registry.createModel("aliased", "", Map.of());
        IntStream.range(0, THREADS).forEach(i -> createVersion("aliased"));
        atOnce(i -> () -> {
            String version = "" + (i / 2 + 1);
            if (i % 2 == 0) {
                registry.setAlias("aliased", "champion", version);
            } else {
                registry.deleteVersion("aliased", version);
            }
            return i;
        });
        Map<String, Long> aliases = registry.getModel("aliased").aliases();
        aliases.forEach((alias, version) -> assertThat(
                        registry.getVersionByAlias("aliased", alias).version())
                .isEqualTo(version));
        assertThat(aliases.getOrDefault("champion", (long) THREADS)).isGreaterThan(THREADS / 2);
    }

    @Test
    void aNumberIsNotUsedAgainAfterADelete() {
        registry.createModel("counted", "", Map.of());
        createVersion("counted");
        createVersion("counted");
        registry.deleteVersion("counted", "2");
        assertThat(createVersion("counted").version()).isEqualTo(3);
    }

    @Test
    void aModelCreatedAgainStartsBareAtVersionOne() {
        registry.createModel("phoenix", "old", Map.of("k", "v"));
        createVersion("phoenix");
        registry.setAlias("phoenix", "champion", "1");
        registry.deleteModel("phoenix");
        assertThatThrownBy(() -> registry.getModel("phoenix"))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_DOES_NOT_EXIST));
        registry.createModel("phoenix", "", Map.of());
        RegisteredModel again = registry.getModel("phoenix");
        assertThat(again.tags()).isEmpty();
        assertThat(again.aliases()).isEmpty();
        assertThat(again.latestVersions()).isEmpty();
        ModelSearch byOldTag = ModelSearch.of("tags.k = 'v'", List.of(), 100, Optional.empty());
        assertThat(registry.searchModels(byOldTag).items()).isEmpty();
        assertThat(createVersion("phoenix").version()).isEqualTo(1);
    }

    @Test
    void aRenameRacingWithChangesLosesNone() throws Exception {
        registry.createModel("moving", "", Map.of());
        Set<Optional<ErrorCode>> fine = Set.of(Optional.empty(), Optional.of(ErrorCode.RESOURCE_DOES_NOT_EXIST));
        var outcomes = atOnce(i -> () -> {
            if (i == THREADS / 2) {
                return registry.renameModel("moving", "moved");
            }
            registry.setModelTag("moving", "tag" + i, "v");
            return i;
        });
        assertThat(fine).containsAll(outcomes);
        long acknowledged = outcomes.stream().filter(Optional::isEmpty).count() - 1;
        assertThat(registry.getModel("moved").tags()).hasSize((int) acknowledged);
    }

    @Test
    void aRenamedModelKeepsItsVersionsAndIsFoundByItsTags() {
        registry.createModel("before", "words", Map.of("k", "rare value"));
        registry.createVersion("before", "s3://b/m", "run-before", null, "", "", Map.of("vk", "rare version value"));
        registry.setAlias("before", "champion", "1");
        registry.renameModel("before", "after");
        assertThat(registry.getVersionByAlias("after", "champion").name()).isEqualTo("after");
        ModelSearch byTag = ModelSearch.of("tags.k = 'rare value'", List.of(), 100, Optional.empty());
        assertThat(registry.searchModels(byTag).items())
                .extracting(RegisteredModel::name)
                .containsExactly("after");
        for (String filter : List.of("name = 'after'", "run_id = 'run-before'", "tags.vk = 'rare version value'")) {
            assertThat(registry.searchVersions(VersionSearch.of(filter, List.of(), 10, Optional.empty()))
                            .items())
                    .as(filter)
                    .extracting(ModelVersion::name)
                    .containsExactly("after");
        }
    }
}
