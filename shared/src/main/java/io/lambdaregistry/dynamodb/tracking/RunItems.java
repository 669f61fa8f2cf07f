package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.ApartMaps;
import io.lambdaregistry.dynamodb.kit.DeletedItems;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.LongTexts;
import io.lambdaregistry.dynamodb.kit.PrincipalItems;
import io.lambdaregistry.dynamodb.kit.Revisions;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.tracking.Dataset;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.ModelOutput;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunInfo;
import io.lambdaregistry.tracking.RunStatus;
import io.lambdaregistry.tracking.TrackingErrors;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of runs.
 *
 * <ul>
 *   <li>{@code RUN#<id>} / {@code #}: the run, with its params, tags and the latest point of each metric as maps. So one
 *       write changes any number of them at once or none, one update with a condition on a map's entry is all that a param
 *       or a metric takes, and a search reads runs densely. The price is DynamoDB's limit of 400 KB for all of it, and that
 *       a write costs by the size of the run.
 *   <li>{@code RUN#<id>} / {@code text#…}: its longer values, see {@link RunTexts}.
 *   <li>{@code RUN#<id>} / {@code apart#…}: maps of a run that has come to that limit, see {@link ApartMaps}.
 *   <li>{@code RUN#<id>} / {@code dataset#…}, {@code input#…}, {@code output#…}: what it read and made.
 *   <li>{@code METRIC#<run>#<key>} / the point, as {@link MetricPoints} writes it: the history of a metric. There is
 *       nothing in these items but their keys, so logging a point twice is logging it once.
 * </ul>
 *
 * <p>The run and what it read and made are listed by experiment, the latest start first.
 */
public final class RunItems {
    static final AttributeValue ACTIVE = AttributeValue.fromS(LifecycleStage.ACTIVE.label());

    static final String EXPERIMENT = "experiment_id";
    public static final String NAME = "run_name";
    static final String STATUS = "status";
    static final String END = "end_time";
    static final String STAGE = "lifecycle_stage";
    static final String TAGS = "tags";
    static final String PARAMS = "params";
    public static final String METRICS = "metrics";

    /**
     * The generation of the experiment's lifecycle that the run follows: that of its creation, or of a later deletion or
     * restoration.
     */
    static final String GENERATION = "generation";

    public static final String ID = "run_id";
    private static final String USER = "user_id";
    private static final String START = "start_time";
    public static final String URI = "artifact_uri";

    private static final String DATASET = "dataset#";
    private static final String INPUT = "input#";
    private static final String OUTPUT = "output#";
    private static final String MODEL = "model_id";
    private static final String STEP = "step";
    private static final String DIGEST = "digest";
    private static final String SOURCE_TYPE = "source_type";
    private static final String SOURCE = "source";
    private static final String SCHEMA = "schema";
    private static final String PROFILE = "profile";

    /** In bytes, as the store counts them: an item has 400 KB. */
    private static final int LARGEST_DATASET = 400_000;

    /** The order in which inputs and outputs came: milliseconds since 1970, times 1,000, plus a place. */
    private static final String ORDER = "order";

    private RunItems() {}

    public static Key key(String runId) {
        return new Key(partition(runId), Keys.MAIN_ITEM);
    }

    public static String partition(String runId) {
        return "RUN#" + runId;
    }

    static List<String> listings(long experimentId) {
        return Listings.partitions(listing(experimentId));
    }

    static String listing(long experimentId) {
        return "RUNS#" + experimentId;
    }

    public static String history(String runId, String metric) {
        return "METRIC#" + runId + "#" + metric;
    }

    static Item point(LoggedMetric logged) {
        Metric metric = logged.metric();
        return Item.with(new Key(history(logged.runId(), metric.key()), MetricPoints.byTime(metric)));
    }

    /** The item of a new run, without its tags. */
    static Item of(Run run, long generation) {
        RunInfo info = run.info();
        Item item = Item.with(key(info.runId()))
                .set(ID, info.runId())
                .set(EXPERIMENT, (Long) info.experimentId())
                .set(NAME, info.runName())
                .set(USER, info.userId())
                .set(STATUS, info.status().name())
                .set(START, (Long) info.startTime())
                .set(END, info.endTime())
                .set(URI, info.artifactUri())
                .set(STAGE, info.lifecycleStage().label())
                .set(PARAMS, Map.of())
                .set(METRICS, Map.of())
                .set(GENERATION, (Long) generation)
                .set(Revisions.REVISION, (Long) 0L);
        return Listings.put(
                item,
                Listings.partitionOf(listing(info.experimentId()), info.runId()),
                Keys.descending(info.startTime()) + info.runId());
    }

    private static Map<String, String> latest(Run run) {
        return run.metrics().values().stream().collect(Collectors.toMap(Metric::key, MetricPoints::byStep));
    }

    /** The items of an imported run: itself, its long values, its inputs and its outputs, always in the same order. */
    static ImportedItems imported(Run run, Experiment experiment) {
        Item item = of(run, experiment.generation())
                .set(PARAMS, RunTexts.entries(run.params()))
                .set(TAGS, RunTexts.entries(run.tags()))
                .set(METRICS, latest(run));
        List<Item> items = new ArrayList<>(List.of(item));
        items.addAll(RunTexts.items(item, Map.of(PARAMS, run.params(), TAGS, run.tags())));
        long order = 0;
        for (Dataset dataset : run.datasets()) {
            items.add(dataset(item, dataset, order++));
        }
        for (String modelId : run.modelInputs()) {
            items.add(modelInput(item, modelId, order++));
        }
        for (ModelOutput output : run.modelOutputs()) {
            items.add(modelOutput(item, output, order++));
        }
        long behind = items.stream().skip(1).mapToLong(LongTexts::bytesOfPart).sum();
        item.set(LongTexts.BEHIND, behind == 0 ? null : (Long) behind);
        return new ImportedItems(items, EXPERIMENT);
    }

    /** Whether a run is probably being logged to: its item has no end time. */
    static boolean isInWork(Item run) {
        return !run.has(END);
    }

    /** Returns the run of its items: the run itself, its inputs and its outputs. */
    static Run toRun(List<Item> group) {
        Item item = group.getFirst();
        Map<String, Metric> metrics = new TreeMap<>();
        item.strings(METRICS).forEach((key, point) -> metrics.put(key, MetricPoints.parseByStep(key, point)));
        return new Run(
                toInfo(item),
                metrics,
                RunTexts.values(PARAMS, group),
                RunTexts.values(TAGS, group),
                ofKind(DATASET, group).map(RunItems::toDataset).toList(),
                ofKind(INPUT, group).map(input -> input.string(MODEL)).toList(),
                ofKind(OUTPUT, group)
                        .map(output -> new ModelOutput(output.string(MODEL), output.number(STEP)))
                        .toList(),
                PrincipalItems.authors(item));
    }

    private static Stream<Item> ofKind(String prefix, List<Item> group) {
        return group.stream()
                .filter(item -> item.string(Keys.SK).startsWith(prefix))
                .sorted(Comparator.comparingLong(item -> item.number(ORDER)));
    }

    static RunInfo toInfo(Item item) {
        return new RunInfo(
                item.string(ID),
                item.number(EXPERIMENT),
                item.string(NAME),
                item.string(USER),
                RunStatus.stored(item.string(STATUS)),
                item.number(START),
                item.numberOrNull(END),
                item.string(URI),
                LifecycleStage.of(item.string(STAGE)));
    }

    /** The run, which is the first of its items; empty if the run is collected and its parts are not yet. */
    static Optional<Item> itself(List<Item> items) {
        return items.stream().findFirst().filter(item -> item.has(STAGE));
    }

    /** An update that deletes or restores a run. */
    static Write enter(LifecycleStage stage, String runId, long now) {
        Write update = Revisions.update(key(runId)).set(STAGE, stage.label());
        return stage == LifecycleStage.DELETED
                ? DeletedItems.mark(update, now, "run#" + runId)
                : DeletedItems.unmark(update);
    }

    static boolean isActive(Item run) {
        return run.string(STAGE).equals(LifecycleStage.ACTIVE.label());
    }

    /** Adds to a write or a check of the run the condition that the run is active. */
    static Write whenActive(String runId, Write write) {
        return write.whenEqual(ACTIVE, STAGE)
                .orRefuseUnless(_ -> true, () -> TrackingErrors.runNotFound(runId))
                .orRefuseUnless(RunItems::isActive, () -> TrackingErrors.runNotActive(runId));
    }

    /**
     * Returns the run that was found.
     *
     * @throws RegistryException if there is none, or it is not active
     */
    static Item active(String runId, Optional<Item> found) {
        Item run = found.orElseThrow(() -> TrackingErrors.runNotFound(runId));
        if (!isActive(run)) {
            throw TrackingErrors.runNotActive(runId);
        }
        return run;
    }

    /** @throws RegistryException INVALID_PARAMETER_VALUE where it is larger than an item can be */
    static Item dataset(Item run, Dataset dataset, long order) {
        Item item = part(run, DATASET + Keys.hash(dataset.name() + "\0" + dataset.digest()), order)
                .set("name", dataset.name())
                .set(DIGEST, dataset.digest())
                .set(SOURCE_TYPE, dataset.sourceType())
                .set(SOURCE, dataset.source())
                .set(SCHEMA, dataset.schema())
                .set(PROFILE, dataset.profile())
                .set(TAGS, dataset.tags());
        if (LongTexts.size(AttributeValue.fromM(item.attributes())) > LARGEST_DATASET) {
            throw TrackingErrors.datasetTooLarge(dataset.name(), LARGEST_DATASET);
        }
        return item;
    }

    private static Dataset toDataset(Item item) {
        return new Dataset(
                item.string("name"),
                item.string(DIGEST),
                item.string(SOURCE_TYPE),
                item.string(SOURCE),
                item.stringOrNull(SCHEMA),
                item.stringOrNull(PROFILE),
                item.strings(TAGS));
    }

    static Item modelInput(Item run, String modelId, long order) {
        return part(run, INPUT + Keys.hash(modelId), order).set(MODEL, modelId);
    }

    static Item modelOutput(Item run, ModelOutput output, long order) {
        return part(run, OUTPUT + Keys.hash(output.modelId()), order)
                .set(MODEL, output.modelId())
                .set(STEP, (Long) output.step());
    }

    /** An item that belongs to a run, and is listed right behind it. */
    private static Item part(Item run, String sk, long order) {
        return Item.behind(run, new Key(run.string(Keys.PK), sk)).set(ORDER, (Long) order);
    }
}
