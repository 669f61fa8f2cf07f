package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.event.AuditSearch;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.testing.StoresSuite;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is deleted is gone for everybody, and comes back as it was. */
public class RestoredModelsTest extends StoresSuite {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private ModelRegistry registry;
    private String name = "";

    @BeforeEach
    void takeAName() {
        registry = stores.registry();
        name = "restored-" + NAMES.incrementAndGet();
    }

    private void createModel() {
        registry.createModel(name, "words", Map.of("team", name));
        createVersion();
        createVersion();
        registry.setAlias(name, "champion", "1");
        registry.transitionStage(name, "2", "Production", false);
    }

    private void createVersion() {
        registry.createVersion(name, "s3://bucket/model", "run-of-" + name, null, "", "", Map.of("kind", name));
    }

    private List<RegisteredModel> models(String filter) {
        return registry.searchModels(ModelSearch.of(filter, List.of(), 10, Optional.empty()))
                .items();
    }

    private List<Long> versions(String filter) {
        return registry
                .searchVersions(VersionSearch.of(filter, List.of("version_number ASC"), 10, Optional.empty()))
                .items()
                .stream()
                .map(ModelVersion::version)
                .toList();
    }

    private static void assertNotFound(Runnable call) {
        assertThatThrownBy(call::run).isInstanceOf(RegistryException.class).hasMessageContaining("not found");
    }

    private List<String> eventsOf(String ofName) {
        Page<AuditEntry> page = stores.auditTrail()
                .search(new AuditSearch(Optional.of(ofName), 0, AuditSearch.END_OF_TIME, 100, Optional.empty()));
        return page.items().reversed().stream()
                .map(entry -> entry.event().change())
                .map(change -> change.entity() + "." + change.action() + " "
                        + change.newValue().orElse("-"))
                .toList();
    }

    @Test
    void aModelComesBackAsItWas() {
        createModel();
        RegisteredModel before = registry.getModel(name);
        registry.deleteModel(name);
        registry.restoreModel(name, "", "");
        assertThat(registry.getModel(name)).isEqualTo(before);
        assertThat(registry.getVersionByAlias(name, "champion").version()).isEqualTo(1);
        assertThat(models("tags.team = '" + name + "'")).containsExactly(before);
        assertThat(models("name LIKE '" + name + "'")).containsExactly(before);
        assertThat(versions("tags.kind = '" + name + "'")).containsExactly(1L, 2L);
        createVersion();
        assertThat(versions("name = '" + name + "'")).containsExactly(1L, 2L, 3L);
        assertThat(eventsOf(name))
                .endsWith("registered_model.deleted -", "registered_model.restored " + name, "model_version.created -");
    }

    @Test
    void aDeletedModelIsSeenByNobody() {
        createModel();
        registry.deleteModel(name);
        assertNotFound(() -> registry.getModel(name));
        assertNotFound(() -> registry.deleteModel(name));
        assertNotFound(() -> registry.setModelTag(name, "k", "v"));
        assertNotFound(() -> registry.updateModel(name, "words"));
        assertNotFound(() -> registry.renameModel(name, name + "-b"));
        assertNotFound(() -> registry.setAlias(name, "a", "1"));
        assertNotFound(() -> registry.deleteAlias(name, "champion"));
        assertNotFound(this::createVersion);
        assertNotFound(() -> registry.getVersion(name, "1"));
        assertNotFound(() -> registry.reserveVersions(name, 9));
        assertThat(models("name = '" + name + "'")).isEmpty();
        assertThat(models("tags.team = '" + name + "'")).isEmpty();
        assertThat(models("name LIKE '" + name + "%'")).isEmpty();
        assertThat(versions("name = '" + name + "'")).isEmpty();
        assertThat(versions("run_id = 'run-of-" + name + "'")).isEmpty();
        assertThat(versions("tags.kind = '" + name + "'")).isEmpty();
    }

    @Test
    void aNameThatWasGivenToAnotherModelLeavesTheOldOneItsOther() {
        createModel();
        registry.deleteModel(name);
        registry.createModel(name, "another", Map.of("team", "another"));
        assertThat(registry.getModel(name).aliases()).isEmpty();
        assertThatThrownBy(() -> registry.restoreModel(name, "", "")).hasMessageContaining("already exists");
        String other = name + "-again";
        registry.restoreModel(name, "", other);
        assertThat(registry.getModel(other).description()).isEqualTo("words");
        assertThat(registry.getModel(name).description()).isEqualTo("another");
        assertThat(versions("name = '" + other + "'")).containsExactly(1L, 2L);
        assertThat(versions("tags.kind = '" + name + "'")).containsExactly(1L, 2L);
        assertThat(versions("name = '" + name + "'")).isEmpty();
        assertThat(models("tags.team = '" + name + "'"))
                .extracting(RegisteredModel::name)
                .containsExactly(other);
        assertThat(eventsOf(other)).contains("registered_model.restored " + other);
    }

    @Test
    void ofSeveralDeletedModelsOfANameTheLastComesBackAndTheOthersOnceItIsFree() {
        for (String description : List.of("first", "second", "third")) {
            registry.createModel(name, description, Map.of("team", description));
            registry.deleteModel(name);
            awaitNextMilli(); // which of two was deleted last in the same one is not known
        }
        assertThat(registry.restoreModel(name, "", "").description()).isEqualTo("third");
        registry.renameModel(name, name + "-3");
        assertThat(registry.restoreModel(name, "", "").description()).isEqualTo("second");
        assertThat(registry.restoreModel(name, "", name + "-1").description()).isEqualTo("first");
        assertNotFound(() -> registry.restoreModel(name, "", name + "-0"));
        assertThat(models("tags.team = 'second'"))
                .extracting(RegisteredModel::name)
                .containsExactly(name);
    }

    @Test
    void aRenameTakesTheNameOfADeletedModel() {
        createModel();
        registry.deleteModel(name);
        registry.createModel(name + "-b", "other", Map.of());
        registry.renameModel(name + "-b", name);
        assertThat(registry.getModel(name).description()).isEqualTo("other");
        registry.restoreModel(name, "", name + "-b");
        assertThat(registry.getModel(name + "-b").aliases()).containsEntry("champion", 1L);
    }

    @Test
    void aVersionComesBackWithItsStageAliasesAndTags() {
        createModel();
        registry.setAlias(name, "blue", "2");
        registry.setAlias(name, "green", "2");
        ModelVersion before = registry.getVersion(name, "2");
        registry.deleteVersion(name, "2");
        registry.setAlias(name, "green", "1");
        ModelVersion restored = registry.restoreVersion(name, "2");
        assertThat(restored.aliases()).containsExactly("blue");
        assertThat(registry.getVersion(name, "2")).isEqualTo(before.withAliases(List.of("blue")));
        assertThat(registry.getModel(name).aliases()).containsEntry("green", 1L).containsEntry("blue", 2L);
        assertThat(registry.getLatestVersions(name, List.of("Production")))
                .extracting(ModelVersion::version)
                .containsExactly(2L);
        assertThat(versions("tags.kind = '" + name + "'")).containsExactly(1L, 2L);
        assertThat(versions("run_id = 'run-of-" + name + "'")).containsExactly(1L, 2L);
        assertThat(eventsOf(name)).endsWith("model_version.restored Production", "model_version_alias.created 2");
    }

    @Test
    void aVersionComesBackArchivedWhereAnotherIsInItsStage() {
        createModel();
        registry.deleteVersion(name, "2");
        registry.transitionStage(name, "1", "Production", true);
        registry.restoreVersion(name, "2");
        assertThat(registry.getVersion(name, "2").stage()).isEqualTo(Stage.ARCHIVED);
        assertThat(registry.getLatestVersions(name, List.of("Archived")))
                .extracting(ModelVersion::version)
                .containsExactly(2L);
    }

    @Test
    void aDeletedVersionIsSeenByNobody() {
        createModel();
        registry.deleteVersion(name, "2");
        assertNotFound(() -> registry.getVersion(name, "2"));
        assertNotFound(() -> registry.deleteVersion(name, "2"));
        assertNotFound(() -> registry.updateVersion(name, "2", "words"));
        assertNotFound(() -> registry.setVersionTag(name, "2", "k", "v"));
        assertNotFound(() -> registry.deleteVersionTag(name, "2", "kind"));
        assertNotFound(() -> registry.setAlias(name, "a", "2"));
        assertNotFound(() -> registry.transitionStage(name, "2", "Staging", false));
        assertThat(registry.getVersionByAlias(name, "latest").version()).isEqualTo(1);
        assertThat(registry.getModel(name).latestVersions())
                .extracting(ModelVersion::version)
                .containsExactly(1L);
        assertThat(versions("name = '" + name + "'")).containsExactly(1L);
        assertThat(versions("tags.kind = '" + name + "'")).containsExactly(1L);
        assertThat(versions("run_id = 'run-of-" + name + "'")).containsExactly(1L);
        registry.renameModel(name, name + "-b");
        assertThat(versions("name = '" + name + "-b'")).containsExactly(1L);
    }

    @Test
    void aModelThatIsNotDeletedCannotBeRestored() {
        assertNotFound(() -> registry.restoreModel(name, "", ""));
        createModel();
        assertNotFound(() -> registry.restoreModel(name, "", ""));
        assertNotFound(() -> registry.restoreVersion(name, "1"));
        assertNotFound(() -> registry.restoreVersion(name, "9"));
        registry.deleteVersion(name, "1");
        registry.restoreVersion(name, "1");
        assertNotFound(() -> registry.restoreVersion(name, "1"));
    }

    @Test
    void ofManyWhoWantANameOneGetsIt() throws Exception {
        createModel();
        registry.deleteModel(name);
        var outcomes = AtOnce.atOnce(i -> () ->
                i % 2 == 0 ? registry.createModel(name, "another", Map.of()) : registry.restoreModel(name, "", ""));
        assertThat(outcomes).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(outcomes)
                .filteredOn(Optional::isPresent)
                .isSubsetOf(
                        Optional.of(ErrorCode.RESOURCE_ALREADY_EXISTS), Optional.of(ErrorCode.RESOURCE_DOES_NOT_EXIST));
        boolean restored = registry.getModel(name).description().equals("words");
        if (restored) {
            assertNotFound(() -> registry.restoreModel(name, "", name + "-b"));
        } else {
            assertThat(registry.restoreModel(name, "", name + "-b").aliases()).containsEntry("champion", 1L);
        }
    }

    private static void awaitNextMilli() {
        long now = System.currentTimeMillis();
        while (System.currentTimeMillis() == now) {
            Thread.onSpinWait();
        }
    }
}
