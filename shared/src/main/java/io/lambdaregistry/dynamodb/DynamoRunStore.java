package io.lambdaregistry.dynamodb;

import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.tracking.Dataset;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.ModelOutput;
import io.lambdaregistry.tracking.Param;
import io.lambdaregistry.tracking.Run;
import io.lambdaregistry.tracking.RunBatch;
import io.lambdaregistry.tracking.RunInfo;
import io.lambdaregistry.tracking.RunSearch;
import io.lambdaregistry.tracking.RunStore;
import io.lambdaregistry.tracking.RunUpdate;
import io.lambdaregistry.tracking.TrackingErrors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The runs' store on DynamoDB. {@link RunItems} says what lies where. */
public final class DynamoRunStore implements RunStore {
    /** How many items one transaction writes beside the check of the run. */
    private static final int PARTS_AT_ONCE = Table.TRANSACTION_LIMIT - 1;

    private final Table table;
    private final PageTokens tokens;
    private final Listings listings;

    public DynamoRunStore(Table table, PageTokens tokens) {
        this.table = table;
        this.tokens = tokens;
        this.listings = new Listings(table, tokens);
    }

    @Override
    public void create(Run run) {
        table.write(Write.put(RunItems.of(run)).whenAbsent());
    }

    @Override
    public Run get(String runId) {
        List<Item> items = table.queryAll(Query.table(RunItems.partition(runId)));
        if (items.isEmpty()) {
            throw TrackingErrors.runNotFound(runId);
        }
        return RunItems.toRun(items);
    }

    @Override
    public RunInfo update(String runId, RunUpdate update) {
        Write write = Revisions.update(RunItems.key(runId));
        update.status().ifPresent(status -> write.set(RunItems.STATUS, status.name()));
        update.endTime().ifPresent(end -> write.set(RunItems.END, (long) end));
        update.runName().ifPresent(name -> rename(write, name));
        return RunItems.toInfo(writeActive(runId, write));
    }

    private static void rename(Write write, String name) {
        write.set(RunItems.NAME, name).set(AttributeValue.fromS(name), RunItems.TAGS, Run.NAME_TAG);
    }

    /** Writes where the run is active, and otherwise says what is wrong. */
    private Item writeActive(String runId, Write write) {
        try {
            return table.write(write.whenEqual(RunItems.ACTIVE, RunItems.STAGE)).orElseThrow();
        } catch (ConditionFailed e) {
            active(runId, e.found());
            throw e;
        }
    }

    private static Item active(String runId, Optional<Item> found) {
        Item run = found.orElseThrow(() -> TrackingErrors.runNotFound(runId));
        if (!RunItems.isActive(run)) {
            throw TrackingErrors.runNotActive(runId);
        }
        return run;
    }

    @Override
    public void setLifecycleStage(String runId, LifecycleStage stage) {
        try {
            table.write(Revisions.update(RunItems.key(runId))
                    .set(RunItems.STAGE, stage.label())
                    .whenExists());
        } catch (ConditionFailed e) {
            throw TrackingErrors.runNotFound(runId);
        }
    }

    @Override
    public void setTag(String runId, String key, String value) {
        Write write = Revisions.update(RunItems.key(runId));
        if (!key.equals(Run.NAME_TAG)) {
            write.set(AttributeValue.fromS(value), RunItems.TAGS, key);
        } else if (!value.isEmpty()) {
            rename(write, value);
        }
        writeActive(runId, write);
    }

    @Override
    public void deleteTag(String runId, String key) {
        Write write =
                Revisions.update(RunItems.key(runId)).remove(RunItems.TAGS, key).whenPresent(RunItems.TAGS, key);
        try {
            writeActive(runId, write);
        } catch (ConditionFailed e) {
            throw TrackingErrors.runTagNotFound(runId, key);
        }
    }

    @Override
    public void changeTag(String runId, String key, UnaryOperator<String> change) {
        Revisions.change(table, RunItems.key(runId), found -> {
            String old = active(runId, found).strings(RunItems.TAGS).getOrDefault(key, "");
            return Optional.of(Revisions.update(RunItems.key(runId))
                    .set(AttributeValue.fromS(change.apply(old)), RunItems.TAGS, key));
        });
    }

    @Override
    public void logParam(String runId, Param param) {
        AttributeValue value = AttributeValue.fromS(param.value());
        Write write = Revisions.update(RunItems.key(runId))
                .set(value, RunItems.PARAMS, param.key())
                .whenAbsentOrEqual(value, RunItems.PARAMS, param.key());
        try {
            writeActive(runId, write);
        } catch (ConditionFailed e) {
            String old =
                    e.found().flatMap(run -> RunItems.param(run, param.key())).orElse("");
            throw TrackingErrors.paramChanged(runId, param.key(), old, param.value());
        }
    }

    /** The run first, which refuses what it must; then the point, which changes nothing when it is sent again. */
    @Override
    public void logMetric(LoggedMetric logged) {
        String runId = logged.runId();
        if (logged.isAboutModel()) {
            logBatch(runId, new RunBatch(List.of(logged), List.of(), Map.of()));
            return;
        }
        Metric metric = logged.metric();
        AttributeValue point = AttributeValue.fromS(MetricPoints.byStep(metric));
        Write write = Revisions.update(RunItems.key(runId))
                .set(point, RunItems.METRICS, metric.key())
                .whenAbsentOrLess(point, RunItems.METRICS, metric.key());
        try {
            writeActive(runId, write);
        } catch (ConditionFailed laterPoint) {
            // stays the latest, and this one joins the history
        }
        table.write(Write.put(RunItems.point(logged)));
    }

    @Override
    public void logBatch(String runId, RunBatch batch) {
        Set<Key> keys = batch.metrics().stream()
                .filter(LoggedMetric::isAboutModel)
                .map(logged -> LoggedModelItems.key(logged.modelId()))
                .collect(Collectors.toCollection(HashSet::new));
        keys.add(RunItems.key(runId));
        Map<Key, Item> found = table.batchGet(keys);
        Map<Key, Item> points = points(batch, found);
        Revisions.change(
                table,
                Optional.ofNullable(found.get(RunItems.key(runId))),
                run -> RunBatches.merge(active(runId, run), runId, batch));
        table.batchPut(points.values());
    }

    /** The points for the histories and for the logged models they are about, none twice. */
    private static Map<Key, Item> points(RunBatch batch, Map<Key, Item> models) {
        Map<Key, Item> points = new LinkedHashMap<>();
        for (LoggedMetric logged : batch.metrics()) {
            Item point = RunItems.point(logged);
            points.put(point.key(), point);
            if (logged.isAboutModel()) {
                Item model = models.get(LoggedModelItems.key(logged.modelId()));
                if (model == null) {
                    throw TrackingErrors.metricOfUnknownModel(logged.modelId());
                }
                Item ofModel = LoggedModelItems.metric(model, logged);
                points.put(ofModel.key(), ofModel);
            }
        }
        return points;
    }

    @Override
    public void logInputs(String runId, List<Dataset> datasets, List<String> modelIds, long now) {
        while (true) {
            List<Item> items = table.queryAll(Query.table(RunItems.partition(runId)));
            Item run = active(runId, items.stream().findFirst());
            Map<Key, Item> inputs = new LinkedHashMap<>();
            long order = now * 1_000;
            for (Dataset dataset : datasets) {
                Item input = RunItems.dataset(run, dataset, order++);
                inputs.putIfAbsent(input.key(), input);
            }
            for (String modelId : modelIds) {
                Item input = RunItems.modelInput(run, modelId, order++);
                inputs.putIfAbsent(input.key(), input);
            }
            items.forEach(item -> inputs.remove(item.key()));
            if (writeParts(
                    runId,
                    inputs.values().stream()
                            .map(item -> Write.put(item).whenAbsent())
                            .toList())) {
                return;
            }
        }
    }

    @Override
    public void logOutputs(String runId, List<ModelOutput> models, long now) {
        Item run = active(runId, table.get(RunItems.key(runId)));
        Map<Key, Write> outputs = new LinkedHashMap<>();
        long order = now * 1_000;
        for (ModelOutput model : models) {
            Item output = RunItems.modelOutput(run, model, order++);
            outputs.put(output.key(), Write.put(output));
        }
        writeParts(runId, List.copyOf(outputs.values()));
    }

    /** Writes parts of an active run; answers whether none of them was there already. */
    private boolean writeParts(String runId, List<Write> parts) {
        for (int from = 0; from < parts.size(); from += PARTS_AT_ONCE) {
            List<Write> writes = new ArrayList<>();
            writes.add(Write.check(RunItems.key(runId)).whenEqual(RunItems.ACTIVE, RunItems.STAGE));
            writes.addAll(parts.subList(from, Math.min(from + PARTS_AT_ONCE, parts.size())));
            try {
                table.transact(writes);
            } catch (ConditionFailed e) {
                if (e.index() == 0) {
                    active(runId, e.found());
                }
                return false;
            }
        }
        return true;
    }

    @Override
    public Page<Metric> metricHistory(String runId, String key, int maxResults, Optional<String> pageToken) {
        String identity = "metric history " + runId + " " + key;
        String partition = RunItems.history(runId, key);
        Query query = pageToken
                .map(token -> Query.table(partition)
                        .after(tokens.read(identity, token).getFirst()))
                .orElseGet(() -> Query.table(partition));
        List<String> points = new ArrayList<>();
        Map<String, AttributeValue> startKey = null;
        do {
            Table.Page page = table.query(query.limit(limit((long) maxResults + 1 - points.size())), startKey);
            page.items().forEach(item -> points.add(item.string(Keys.SK)));
            startKey = page.lastKey();
        } while (startKey != null && points.size() <= maxResults);
        boolean more = points.size() > maxResults;
        List<String> shown = more ? points.subList(0, maxResults) : points;
        return new Page<>(
                shown.stream()
                        .map(point -> MetricPoints.parseByTime(key, point))
                        .toList(),
                more ? Optional.of(tokens.issue(identity, List.of(shown.getLast()))) : Optional.empty());
    }

    /** As a query takes it: 0 for as many as fit a page. */
    private static int limit(long wanted) {
        return wanted > 10_000 ? 0 : (int) wanted;
    }

    @Override
    public Page<Run> search(RunSearch search) {
        Map<Key, Item> experiments = table.batchGet(
                search.experimentIds().stream().map(ExperimentItems::key).toList());
        Set<Long> deleted = new HashSet<>();
        List<String> partitions = new ArrayList<>();
        for (long id : search.experimentIds()) {
            Item experiment = experiments.get(ExperimentItems.key(id));
            if (experiment != null) {
                partitions.addAll(RunItems.listings(id));
                if (!ExperimentItems.isActive(experiment)) {
                    deleted.add(id);
                }
            }
        }
        return listings.search(search, partitions, group -> {
            Run run = RunItems.toRun(group);
            return deleted.contains(run.info().experimentId()) ? run.withLifecycleStage(LifecycleStage.DELETED) : run;
        });
    }
}
