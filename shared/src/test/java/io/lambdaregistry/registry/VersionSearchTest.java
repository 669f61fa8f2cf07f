package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.registry.VersionSearch.Order;
import io.lambdaregistry.registry.VersionSearch.OrderKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class VersionSearchTest {

    private static VersionSearch search(String filter, String... orderBy) {
        return VersionSearch.of(filter, List.of(orderBy), 10, Optional.empty());
    }

    @Test
    void nameAndThenTheHighestVersionSettleWhatTheOrderLeavesOpen() {
        assertThat(search("", "creation_timestamp DESC").order())
                .containsExactly(
                        new Order(OrderKey.CREATED, false),
                        new Order(OrderKey.NAME, true),
                        new Order(OrderKey.VERSION, false));
    }

    @Test
    void theLatestUpdateComesFirstWhereNothingElseIsAskedFor() {
        assertThat(search("").isByLastUpdate()).isTrue();
        assertThat(search("", "last_updated_timestamp DESC").isByLastUpdate()).isTrue();
        assertThat(search("", "name").isByLastUpdate()).isFalse();
    }

    @Test
    void aVersionNumberMayBeQuotedAsPythonReadsIntegers() {
        assertThat(search("version_number = ' 1_0 '").attributes().getFirst().matches(10.0))
                .isTrue();
        assertThatThrownBy(() -> search("version_number = '1.5'"))
                .hasMessage("Invalid value for numeric attribute 'version_number': '1.5'");
        assertThatThrownBy(() -> search("version_number = 1e0"))
                .hasMessage("Invalid value for numeric attribute 'version_number': 1.0");
    }

    @Test
    void onlyNamesAndRunsAreComparedWithLists() {
        assertThatThrownBy(() -> search("source_path IN ('x')"))
                .hasMessage(
                        "Only ['name', 'run_id'] attributes support comparison with a list of quoted string values.");
    }
}
