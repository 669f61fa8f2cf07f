package io.lambdaregistry.benchmarks.saturation;

import java.util.Comparator;
import java.util.List;

/**
 * Computes what a second of traffic consumes of every limited resource. A partition key is never spread over several
 * partitions: the table has local indexes, which forbid it, and a listing is read at its beginning and written at its end, so
 * that a split leaves the traffic on one side. DynamoDB spreads all other keys by itself, so of the table only its total and
 * its hottest key count.
 *
 * <p>The operations were counted in a small registry, whose listing of models is one shard. A large one's has several, each with
 * its part of what a search reads.
 */
final class Model {
    private final Limits limits;
    private final double hottestModel;
    private final double hottestExperiment;

    Model(Limits limits, Zipf models, Zipf experiments) {
        this.limits = limits;
        this.hottestModel = models.largestShare();
        this.hottestExperiment = experiments.largestShare();
    }

    /** All resources; the one that saturates first comes first. */
    List<Resource> saturating(List<Operation> mix) {
        return resources().stream()
                .sorted(Comparator.comparingDouble(resource -> resource.saturatesAt(mix)))
                .toList();
    }

    private List<Resource> resources() {
        return List.of(
                new Resource(
                        "the stack's throttle",
                        limits.requestsPerSecond(),
                        operation -> 1,
                        "parameter RequestsPerSecond"),
                new Resource(
                        "API Gateway's requests",
                        limits.accountRequestsPerSecond(),
                        operation -> 1,
                        "quota of the account: throttle rate"),
                new Resource(
                        "Lambda's concurrency",
                        limits.concurrency(),
                        operation -> millis(operation) / 1000,
                        "quota of the account: concurrent executions"),
                new Resource(
                        "reads of the table",
                        limits.tableRead(),
                        Operation::tableRead,
                        "quota: table-level read throughput"),
                new Resource(
                        "reads of listing",
                        limits.tableRead(),
                        Operation::listingRead,
                        "quota: table-level read throughput"),
                new Resource(
                        "reads of lookup",
                        limits.tableRead(),
                        Operation::lookupRead,
                        "quota: table-level read throughput"),
                new Resource(
                        "writes to the table",
                        limits.tableWritten(),
                        Operation::tableWritten,
                        "quota: table-level write throughput"),
                new Resource(
                        "writes to listing",
                        limits.tableWritten(),
                        Operation::listingWritten,
                        "quota: table-level write throughput"),
                new Resource(
                        "writes to lookup",
                        limits.tableWritten(),
                        Operation::lookupWritten,
                        "quota: table-level write throughput"),
                new Resource(
                        "reads of a new table",
                        limits.newTableRead(),
                        Operation::tableRead,
                        "warm throughput of the table, or half an hour for each doubling"),
                new Resource(
                        "writes to a new table",
                        limits.newTableWritten(),
                        Operation::tableWritten,
                        "warm throughput of the table, or half an hour for each doubling"),
                new Resource(
                        "reads of the hottest model",
                        limits.partitionRead(),
                        operation -> operation.isOfOneModel() ? hottestModel * operation.keyRead() : 0,
                        "a cache beside whoever asks"),
                new Resource(
                        "writes to the hottest model",
                        limits.partitionWritten(),
                        operation -> operation.isOfOneModel() ? hottestModel * operation.keyWritten() : 0,
                        "nothing: a model is one item collection"),
                new Resource(
                        "changes of the hottest model",
                        1000 / limits.changeMillis(),
                        operation -> operation.changesAModel() ? hottestModel : 0,
                        "nothing: its changes have an order"),
                new Resource(
                        "reads of a shard of models",
                        limits.partitionRead(),
                        operation -> isOfRuns(operation) ? 0 : operation.listingRead() / limits.shards(),
                        "more shards (Keys.SHARDS), or smaller pages"),
                new Resource(
                        "reads of a shard of the hottest experiment",
                        limits.partitionRead(),
                        operation -> isOfRuns(operation) ? hottestExperiment * operation.listingKeyRead() : 0,
                        "more shards (Keys.SHARDS), or smaller pages"),
                new Resource(
                        "writes to a shard of listings",
                        limits.partitionWritten(),
                        operation -> operation.listingWritten() / limits.shards(),
                        "more shards (Keys.SHARDS)"));
    }

    private double millis(Operation operation) {
        return limits.functionMillis() + operation.steps() * limits.callMillis();
    }

    private static boolean isOfRuns(Operation operation) {
        return operation.name().startsWith("SearchRuns");
    }
}
