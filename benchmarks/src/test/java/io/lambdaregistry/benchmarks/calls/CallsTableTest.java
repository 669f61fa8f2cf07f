package io.lambdaregistry.benchmarks.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.benchmarks.calls.CallsTable.Row;
import io.lambdaregistry.local.gateway.Route;
import io.lambdaregistry.local.gateway.Template;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Produces the table of all operations again, and compares it with the stored one. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CallsTableTest {
    private static final Path CHECKOUT = Path.of("..");

    private List<Row> rows = List.of();

    @BeforeAll
    void measure() throws Exception {
        rows = CallsTable.measure();
    }

    @Test
    void theCommittedTableIsWhatTheRegistryDoes() throws Exception {
        String how =
                "benchmarks/run calls makes it anew; a difference is a change of what requests cost: intend it, and say so in the changelog";
        assertThat(CallsTable.csv(rows)).as(how).isEqualTo(Files.readAllLines(CHECKOUT.resolve(CallsTable.ROWS)));
        assertThat(CallsTable.page(rows)).as(how).isEqualTo(Files.readAllLines(CHECKOUT.resolve(CallsTable.PAGE)));
    }

    @Test
    void everyRouteIsInIt() {
        Set<String> routes =
                Template.routes().all().stream().map(Route::key).collect(Collectors.toCollection(TreeSet::new));
        // two routes that are answered as others of their function are
        routes.removeAll(Set.of("GET /ui/{path+}", "ANY /{api}/3.0/mlflow/workspaces/{workspace_name}"));
        assertThat(rows.stream().map(Row::route).collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(routes);
    }

    /** The design's, in calls of DynamoDB: in sequence, and in all. */
    @ParameterizedTest
    @CsvSource({
        "CreateRegisteredModel, 1, 1",
        "GetRegisteredModel, 2, 6",
        "SetRegisteredModelTag, 1, 1",
        "DeleteRegisteredModelTag, 1, 1",
        "RenameRegisteredModel, 2, 6",
        "SetRegisteredModelAlias, 2, 2",
        "DeleteRegisteredModelAlias, 1, 1",
        "GetModelVersionByAlias, 2, 2",
        "DeleteRegisteredModel, 1, 1",
        "GetModelVersion, 2, 2",
        "GetModelVersionDownloadUri, 2, 2",
        "SetModelVersionTag, 2, 2",
        "DeleteModelVersionTag, 2, 2",
        "UpdateModelVersion, 2, 3",
        "TransitionModelVersionStage, 2, 3",
        "DeleteModelVersion, 2, 2",
        "GetRun, 1, 1",
        "CreateRun, 2, 2",
        "UpdateRun, 1, 1",
        "SetTag, 1, 1",
        "DeleteTag, 1, 1",
        "LogMetric, 2, 2",
        "LogBatch, 3, 42",
    })
    void noOperationPassesItsBudget(String operation, int inSequence, int inAll) {
        assertThat(rows.stream().map(Row::warm).filter(cost -> cost.operation().equals(operation)))
                .isNotEmpty()
                .allSatisfy(cost -> {
                    assertThat(cost.steps()).isLessThanOrEqualTo(inSequence);
                    assertThat(cost.calls()).isLessThanOrEqualTo(inAll);
                });
    }

    @ParameterizedTest
    @CsvSource({"on S3, 2, 2", "'of a run, description and 3 tags', 2, 3", "of a logged model, 4, 5"})
    void aVersionTakesTwoCallsInSequenceAndTwoMoreWhereItIsLinked(String what, int inSequence, int inAll) {
        Cost cost = of("CreateModelVersion", what);
        assertThat(cost.steps()).isEqualTo(inSequence);
        assertThat(cost.calls()).isEqualTo(inAll);
    }

    @ParameterizedTest
    @CsvSource({
        "SearchRegisteredModels, first page of 100, 2",
        "SearchRegisteredModels, second page of 100, 2",
        "SearchRegisteredModels, exact name, 2",
        "SearchRegisteredModels, 'name LIKE ''listed%'', page of 100', 2",
        "SearchRegisteredModels, 'exact tag, page of 100', 3",
        "SearchModelVersions, 'of a model, 12', 2",
        "SearchModelVersions, 'of a run, 3', 3",
        "SearchRuns, first page of 100, 2",
    })
    void aPageIsFoundInThatManySteps(String operation, String what, int inSequence) {
        assertThat(of(operation, what).steps()).isLessThanOrEqualTo(inSequence);
    }

    private Cost of(String operation, String what) {
        return rows.stream()
                .filter(row -> row.operation().equals(operation) && row.what().equals(what))
                .findFirst()
                .orElseThrow()
                .warm();
    }

    @Test
    void aColdProcessCallsNoMoreThanTwiceBeside() {
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.cold().calls() - row.warm().calls())
                        .as(row.operation())
                        .isBetween(0, 2));
    }

    @Test
    void theUnitsOfThePlacesAreAllUnits() {
        assertThat(rows).allSatisfy(row -> {
            Places places = row.warm().places();
            assertThat(places.tableRead() + places.listingRead() + places.lookupRead())
                    .isEqualTo(row.warm().readUnits());
            assertThat(places.tableWritten() + places.listingWritten() + places.lookupWritten())
                    .isEqualTo(row.warm().writeUnits());
        });
    }
}
