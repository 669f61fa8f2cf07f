package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.ApartMaps;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.PrincipalItems;
import io.lambdaregistry.dynamodb.kit.Revisions;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.LoggedModelStatus;
import io.lambdaregistry.tracking.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The items of logged models, listed by experiment, the newest first.
 *
 * <ul>
 *   <li>{@code LOGGED_MODEL#<id>} / {@code #}: the model with its tags and params.
 *   <li>{@code LOGGED_MODEL#<id>} / {@code metric#…}: a point that a run logged for it.
 *   <li>{@code LOGGED_MODEL#<id>} / {@code apart#…}: maps of a model that has come to 400 KB, see {@link ApartMaps}.
 * </ul>
 */
public final class LoggedModelItems {
    static final String STATUS = "status";
    static final String STAGE = "lifecycle_stage";
    static final String UPDATED = "last_update_time";
    static final String TAGS = "tags";
    static final String PARAMS = "params";

    public static final String ID = "model_id";
    private static final String EXPERIMENT = "experiment_id";
    public static final String NAME = "name";
    private static final String CREATED = "creation_time";
    static final String URI = "artifact_uri";
    private static final String TYPE = "model_type";
    private static final String RUN = "source_run_id";

    private static final String KEY = "key";
    private static final String POINT = "point";
    private static final String METRIC_RUN = "run_id";
    private static final String DATASET = "dataset_name";
    private static final String DIGEST = "dataset_digest";

    private LoggedModelItems() {}

    public static Key key(String modelId) {
        return new Key(partition(modelId), Keys.MAIN_ITEM);
    }

    public static String partition(String modelId) {
        return "LOGGED_MODEL#" + modelId;
    }

    static String listing(long experimentId) {
        return "LOGGED_MODELS#" + experimentId;
    }

    static Item of(LoggedModel model) {
        Item item = Item.with(key(model.modelId()))
                .set(ID, model.modelId())
                .set(EXPERIMENT, (Long) model.experimentId())
                .set(NAME, model.name())
                .set(CREATED, (Long) model.creationTime())
                .set(UPDATED, (Long) model.lastUpdateTime())
                .set(URI, model.artifactUri())
                .set(STATUS, model.status().name())
                .set(TYPE, model.modelType())
                .set(RUN, model.sourceRunId())
                .set(STAGE, model.lifecycleStage().label())
                .set(TAGS, model.tags())
                .set(PARAMS, model.params())
                .set(Revisions.REVISION, (Long) 0L);
        return Listings.put(
                item,
                Listings.partitionOf(listing(model.experimentId()), model.modelId()),
                Keys.descending(model.creationTime()) + model.modelId());
    }

    static ImportedItems imported(LoggedModel model) {
        Item item = of(model);
        List<Item> items = new ArrayList<>(List.of(item));
        model.metrics().forEach(logged -> items.add(metric(item, logged)));
        return new ImportedItems(items, EXPERIMENT);
    }

    /** The model, which is the first of its items; empty if the model is collected and its metrics are not yet. */
    static Optional<Item> itself(List<Item> items) {
        return items.stream().findFirst().filter(item -> item.has(STAGE));
    }

    /** Whether a model is probably about to be completed. */
    static boolean isInWork(Item model) {
        return LoggedModelStatus.stored(model.string(STATUS)).equals(LoggedModelStatus.PENDING);
    }

    /** Returns the model of an item that has all entries of its maps, with the items of its metrics. */
    static LoggedModel toModel(List<Item> group) {
        Item item = group.getFirst();
        return new LoggedModel(
                item.string(ID),
                item.number(EXPERIMENT),
                item.string(NAME),
                item.number(CREATED),
                item.number(UPDATED),
                item.string(URI),
                LoggedModelStatus.stored(item.string(STATUS)),
                item.string(TYPE),
                item.string(RUN),
                LifecycleStage.of(item.string(STAGE)),
                item.strings(TAGS),
                item.strings(PARAMS),
                group.stream().skip(1).map(LoggedModelItems::toMetric).toList(),
                PrincipalItems.authors(item));
    }

    /** The item of a point for a model. Items are sorted by time, and the same point always has the same item. */
    static Item metric(Item model, LoggedMetric logged) {
        Metric metric = logged.metric();
        String of = String.join("#", logged.runId(), metric.key(), logged.datasetName(), logged.datasetDigest());
        String sk = "metric#" + MetricPoints.byTime(metric) + Keys.hash(of);
        return Item.behind(model, new Key(model.string(Keys.PK), sk))
                .set(ID, model.string(ID))
                .set(KEY, metric.key())
                .set(POINT, MetricPoints.byTime(metric))
                .set(METRIC_RUN, logged.runId())
                .set(DATASET, logged.datasetName())
                .set(DIGEST, logged.datasetDigest());
    }

    private static LoggedMetric toMetric(Item item) {
        return new LoggedMetric(
                MetricPoints.parseByTime(item.string(KEY), item.string(POINT)),
                item.string(METRIC_RUN),
                item.string(ID),
                item.string(DATASET),
                item.string(DIGEST));
    }
}
