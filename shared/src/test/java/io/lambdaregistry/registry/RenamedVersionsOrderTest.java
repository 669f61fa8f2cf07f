package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.testing.TestStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rename counts as a change of every version, though it touches none. */
final class RenamedVersionsOrderTest {
    private TestStores stores;
    private ModelRegistry registry;

    @BeforeEach
    void start() throws InterruptedException {
        stores = TestStores.inMemory();
        registry = stores.registry();
        for (String name : List.of("first", "second", "third")) {
            registry.createModel(name, "", Map.of());
            for (int i = 0; i < 3; i++) {
                registry.createVersion(name, "s3://b/m", "run", null, "", "", Map.of());
                Thread.sleep(2); // so that no two have the same last update
            }
        }
    }

    @AfterEach
    void stop() {
        stores.close();
    }

    @ParameterizedTest
    @CsvSource({"'',100", "'',1", "'',2", "run_id = 'run',100", "run_id = 'run',1", "run_id = 'run',4"})
    void theVersionsOfARenamedModelComeFirstAndOnce(String filter, int pageSize) throws InterruptedException {
        registry.renameModel("first", "renamed");
        Thread.sleep(2);
        registry.updateVersion("second", "1", "touched");
        Thread.sleep(2);
        registry.renameModel("third", "third");
        assertThat(walk(filter, pageSize))
                .containsExactly(
                        "third 3",
                        "third 2",
                        "third 1",
                        "second 1",
                        "renamed 3",
                        "renamed 2",
                        "renamed 1",
                        "second 3",
                        "second 2");
    }

    @ParameterizedTest
    @CsvSource({"'',100", "'',1"})
    void aRenamedModelThatIsGoneLeavesNoTrace(String filter, int pageSize) {
        registry.renameModel("first", "renamed");
        registry.deleteModel("renamed");
        registry.deleteModel("third");
        assertThat(walk(filter, pageSize)).containsExactly("second 3", "second 2", "second 1");
    }

    private List<String> walk(String filter, int pageSize) {
        List<String> found = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            var page = registry.searchVersions(VersionSearch.of(filter, List.of(), pageSize, token));
            page.items().forEach(version -> found.add(version.name() + " " + version.version()));
            token = page.nextPageToken();
        } while (token.isPresent());
        return found;
    }
}
