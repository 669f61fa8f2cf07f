package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lambdaregistry.testing.TestStores;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** Models and versions that come from another registry keep what they were, and the registry its invariants. */
final class ImportedVersionsTest {
    private static TestStores stores;
    private ModelRegistry registry;
    private String name;

    @BeforeAll
    static void start() {
        stores = TestStores.inMemory();
    }

    @AfterAll
    static void stop() {
        stores.close();
    }

    @BeforeEach
    void nameModel(TestInfo test) {
        registry = stores.registry();
        name = test.getTestMethod().orElseThrow().getName();
    }

    private RegisteredModel importModel(long created) {
        return registry.importModel(
                new RegisteredModel(name, created, created + 9, "about", Map.of("k", "v"), Map.of(), List.of()));
    }

    private ModelVersion version(long number, Stage stage) {
        return new ModelVersion(
                name,
                number,
                1_000 + number,
                2_000 + number,
                "number " + number,
                stage,
                "s3://models/" + number,
                "s3://models/" + number,
                "r" + number,
                "",
                "",
                Map.of("n", Long.toString(number)),
                List.of());
    }

    private boolean importVersion(long number) {
        return registry.importVersion(version(number, Stage.NONE));
    }

    private long createVersion() {
        return registry.createVersion(name, "s3://models/new", null, null, "", "", Map.of())
                .version();
    }

    @Test
    void aModelKeepsItsTimesAndTags() {
        importModel(5);

        RegisteredModel model = registry.getModel(name);
        assertThat(model.creationTimestamp()).isEqualTo(5);
        assertThat(model.lastUpdatedTimestamp()).isEqualTo(14);
        assertThat(model.description()).isEqualTo("about");
        assertThat(model.tags()).containsExactly(Map.entry("k", "v"));
    }

    @Test
    void aModelThatIsHereStaysAsItIs() {
        importModel(5);

        assertThat(importModel(6).creationTimestamp()).isEqualTo(5);
        assertThat(registry.getModel(name).creationTimestamp()).isEqualTo(5);
    }

    @Test
    void aVersionIsHereAsItWasThere() {
        importModel(5);

        assertThat(registry.importVersion(version(7, Stage.PRODUCTION))).isTrue();
        assertThat(registry.getVersion(name, "7")).isEqualTo(version(7, Stage.PRODUCTION));
    }

    @Test
    void theNextVersionFollowsTheHighestNumber() {
        importModel(5);
        importVersion(2);
        importVersion(7);

        assertThat(createVersion()).isEqualTo(8);
    }

    @Test
    void theNextVersionFollowsWhatIsReserved() {
        importModel(5);
        importVersion(2);
        registry.reserveVersions(name, 9);
        registry.reserveVersions(name, 4);

        assertThat(createVersion()).isEqualTo(10);
    }

    @Test
    void noNumberIsGivenTwice() {
        importModel(5);
        importVersion(3);
        registry.deleteVersion(name, "3");

        assertThat(importVersion(3)).isFalse();
        assertThat(importVersion(2)).isFalse();
        assertThat(registry.getLatestVersions(name, List.of())).isEmpty();
    }

    @Test
    void anImportedVersionLeavesItsStageAsAnyOtherDoes() {
        importModel(5);
        registry.importVersion(version(1, Stage.PRODUCTION));
        registry.importVersion(version(2, Stage.ARCHIVED));
        importVersion(3);
        registry.transitionStage(name, "3", "Production", true);

        assertThat(registry.getLatestVersions(name, List.of()))
                .extracting(ModelVersion::version, ModelVersion::stage)
                .containsExactlyInAnyOrder(tuple(3L, Stage.PRODUCTION), tuple(2L, Stage.ARCHIVED));
    }

    @Test
    void anAliasThatIsHereStays() {
        importModel(5);
        importVersion(1);
        importVersion(2);

        assertThat(registry.importAlias(name, "champion", 1)).isEqualTo(1);
        assertThat(registry.importAlias(name, "champion", 2)).isEqualTo(1);
        assertThat(registry.getModel(name).aliases()).containsExactly(Map.entry("champion", 1L));
    }

    @Test
    void importsAndCreationsAtOnceShareNoNumber() throws InterruptedException {
        importModel(5);
        Queue<Long> given = new ConcurrentLinkedQueue<>();
        AtOnce.atOnce(i -> () -> {
            if (i % 2 == 0) {
                given.add(createVersion());
            } else if (importVersion(i)) {
                given.add((long) i);
            }
            return true;
        });

        assertThat(given).doesNotHaveDuplicates();
        assertThat(given)
                .allMatch(number ->
                        registry.getVersion(name, Long.toString(number)).version() == number);
        assertThat(createVersion()).isEqualTo(Collections.max(given) + 1);
    }
}
