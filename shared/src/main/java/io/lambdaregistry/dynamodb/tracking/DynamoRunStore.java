package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.ApartMaps;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Outcome;
import io.lambdaregistry.dynamodb.kit.Pause;
import io.lambdaregistry.dynamodb.kit.PrincipalItems;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Revisions;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.tracking.Dataset;
import io.lambdaregistry.tracking.Experiment;
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
import io.lambdaregistry.tracking.Standing;
import io.lambdaregistry.tracking.TrackingErrors;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The runs' store on DynamoDB. {@link RunItems} names the keys and attributes. */
public final class DynamoRunStore implements RunStore {
    private static final int ATTEMPTS = 20;

    private final Table table;
    private final RunParts parts;
    private final RunHistories histories;
    private final Listings listings;

    public DynamoRunStore(Table table, PageTokens tokens) {
        this.table = table;
        this.parts = new RunParts(table);
        this.histories = new RunHistories(table, tokens);
        this.listings = new Listings(table, tokens);
    }

    @Override
    public void create(Run run, Experiment experiment) {
        Item item = PrincipalItems.set(
                RunItems.of(run, experiment.generation()),
                PrincipalItems.CREATED_BY,
                run.authors().creator());
        RunTexts texts = new RunTexts(item);
        Map<String, AttributeValue> tags = new LinkedHashMap<>();
        run.tags().forEach((key, value) -> tags.put(key, texts.keep(RunItems.TAGS, key, value)));
        item.set(RunItems.TAGS, AttributeValue.fromM(tags));
        // the id is new, so an item with it is this one, put by an earlier attempt
        List<Write> writes = texts.with(Write.put(item).whenAbsent().orSkip());
        writes.add(Write.put(Listings.recent(item, RunItems.listing(run.info().experimentId()))));
        table.tryTransact(writes);
    }

    /** Reads the run by one query, and again only if a long value changed or a map was put apart meanwhile. */
    @Override
    public Run get(String runId) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Pause.before(attempt);
            List<Item> items = ApartMaps.whole(table.queryAll(Query.table(RunItems.partition(runId))));
            if (RunItems.itself(items).isEmpty()) {
                throw TrackingErrors.runNotFound(runId);
            }
            if (areComplete(items)) {
                return RunItems.toRun(items);
            }
        }
        throw new RegistryException(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "The run changes faster than it can be read. Try again.");
    }

    private static boolean areComplete(List<Item> whole) {
        return !ApartMaps.areOf(whole.getFirst())
                && RunTexts.areComplete(RunItems.PARAMS, whole)
                && RunTexts.areComplete(RunItems.TAGS, whole);
    }

    @Override
    public RunInfo update(String runId, RunUpdate update) {
        Write write = Revisions.update(RunItems.key(runId));
        update.status().ifPresent(status -> write.set(RunItems.STATUS, status.name()));
        update.endTime().ifPresent(end -> write.set(RunItems.END, (long) end));
        update.runName().ifPresent(name -> rename(write, name));
        return RunItems.toInfo(table.write(RunItems.whenActive(runId, write)).orElseThrow());
    }

    private static void rename(Write write, String name) {
        write.set(RunItems.NAME, name).set(AttributeValue.fromS(name), RunItems.TAGS, Run.NAME_TAG);
    }

    @Override
    public void setLifecycleStage(String runId, LifecycleStage stage, long now) {
        table.write(RunItems.enter(stage, runId, now).whenExists().orRefuse(() -> TrackingErrors.runNotFound(runId)));
    }

    @Override
    public void setTag(String runId, String key, String value) {
        if (RunTexts.isLong(key, value)) {
            change(runId, tag(key, value));
            return;
        }
        Write write = Revisions.update(RunItems.key(runId))
                .whenAbsentOrString(RunItems.TAGS, key)
                .whenAbsentOrPresent(ApartMaps.COUNT, RunItems.TAGS, key);
        if (!key.equals(Run.NAME_TAG)) {
            write.set(AttributeValue.fromS(value), RunItems.TAGS, key);
        } else if (!value.isEmpty()) {
            rename(write, value);
        }
        changeIfFound(table.tryWrite(RunItems.whenActive(runId, write.orFound())), runId, tag(key, value));
    }

    private static RunBatch tag(String key, String value) {
        return new RunBatch(List.of(), List.of(), Map.of(key, value));
    }

    private void change(String runId, RunBatch batch) {
        Revisions.change(table, RunItems.key(runId), found -> merge(RunItems.active(runId, found), runId, batch));
    }

    /** Changes the run as a whole if the single write found that it has a long value in that place, or maps apart. */
    private void changeIfFound(Outcome outcome, String runId, RunBatch batch) {
        if (outcome instanceof Outcome.Found(Key _, Optional<Item> run)) {
            Revisions.change(table, run, found -> merge(RunItems.active(runId, found), runId, batch));
        }
    }

    private List<Write> merge(Item run, String runId, RunBatch batch) {
        Item whole = ApartMaps.whole(table, run);
        return RunBatches.merge(
                run,
                whole,
                batch,
                changed -> TrackingErrors.paramsChanged(runId, changed, key -> value(whole, RunItems.PARAMS, key)));
    }

    /** A value of the run, read from the table if it is long; empty if there is none. */
    private String value(Item run, String map, String key) {
        AttributeValue entry = run.entries(map).get(key);
        if (entry == null || !RunTexts.isText(entry)) {
            return entry == null ? "" : entry.s();
        }
        return table.get(RunTexts.key(run, key))
                .map(item -> item.string(RunTexts.name(map, key)))
                .orElse("");
    }

    /**
     * Sends a transaction even of one write, because it has a token: if it is sent again, it does not fail on its own
     * deletion.
     */
    @Override
    public void deleteTag(String runId, String key) {
        Write write = Revisions.update(RunItems.key(runId))
                .remove(RunItems.TAGS, key)
                .whenString(RunItems.TAGS, key)
                .whenAbsent(ApartMaps.COUNT);
        if (table.tryTransact(RunItems.whenActive(runId, write.orFound()))
                instanceof Outcome.Found(Key _, Optional<Item> run)) {
            Revisions.change(table, run, found -> deleteTagWherever(RunItems.active(runId, found), runId, key));
        }
    }

    /**
     * Deletes a tag that is long or may be in a map apart.
     *
     * @throws RegistryException if there is no such tag
     */
    private List<Write> deleteTagWherever(Item run, String runId, String key) {
        Item whole = ApartMaps.whole(table, run);
        if (!whole.entries(RunItems.TAGS).containsKey(key)) {
            throw TrackingErrors.runTagNotFound(runId, key);
        }
        RunTexts texts = new RunTexts(whole);
        texts.drop(RunItems.TAGS, key);
        List<Write> writes = texts.with(Revisions.update(run.key()).remove(RunItems.TAGS, key));
        writes.addAll(ApartMaps.deletions(table, run, RunItems.TAGS, key));
        return writes;
    }

    @Override
    public void changeTag(String runId, String key, UnaryOperator<String> change) {
        Revisions.change(table, RunItems.key(runId), found -> {
            Item run = RunItems.active(runId, found);
            String old = value(ApartMaps.whole(table, run), RunItems.TAGS, key);
            return merge(run, runId, tag(key, change.apply(old)));
        });
    }

    @Override
    public void logParam(String runId, Param param) {
        if (RunTexts.isLong(param.key(), param.value())) {
            Revisions.change(
                    table, RunItems.key(runId), found -> mergeParam(RunItems.active(runId, found), runId, param));
            return;
        }
        AttributeValue value = AttributeValue.fromS(param.value());
        Write write = Revisions.update(RunItems.key(runId))
                .set(value, RunItems.PARAMS, param.key())
                .whenAbsentOrEqual(value, RunItems.PARAMS, param.key())
                .whenAbsentOrPresent(ApartMaps.COUNT, RunItems.PARAMS, param.key())
                .orFound();
        if (table.tryWrite(RunItems.whenActive(runId, write)) instanceof Outcome.Found(Key _, Optional<Item> run)) {
            Revisions.change(table, run, found -> mergeParam(RunItems.active(runId, found), runId, param));
        }
    }

    /** Returns the writes of a param; none if the run has it with this value. */
    private List<Write> mergeParam(Item run, String runId, Param param) {
        Item whole = ApartMaps.whole(table, run);
        return RunBatches.merge(run, whole, new RunBatch(List.of(), List.of(param), Map.of()), _ -> {
            String old = value(whole, RunItems.PARAMS, param.key());
            return TrackingErrors.paramChanged(runId, param.key(), old, param.value());
        });
    }

    /** Writes the run first, since that write may be refused, then the point, which changes nothing when it is sent again. */
    @Override
    public void logMetric(LoggedMetric logged) {
        String runId = logged.runId();
        RunBatch batch = new RunBatch(List.of(logged), List.of(), Map.of());
        if (logged.isAboutModel()) {
            logBatch(runId, batch);
            return;
        }
        Metric metric = logged.metric();
        String point = MetricPoints.byStep(metric);
        Write write = Revisions.update(RunItems.key(runId))
                .set(AttributeValue.fromS(point), RunItems.METRICS, metric.key())
                .whenAbsentOrLess(AttributeValue.fromS(MetricPoints.order(point)), RunItems.METRICS, metric.key())
                .whenAbsentOrPresent(ApartMaps.COUNT, RunItems.METRICS, metric.key());
        Write orLater = RunItems.whenActive(runId, write)
                .orFoundUnless(run -> !ApartMaps.areOf(run))
                .orSkip(); // a later point stays the latest, and this one joins the history
        changeIfFound(table.tryWrite(orLater), runId, batch);
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
        Map<Key, Item> points = RunHistories.points(batch, found);
        Revisions.change(
                table,
                Optional.ofNullable(found.get(RunItems.key(runId))),
                run -> merge(RunItems.active(runId, run), runId, batch));
        table.batchPut(points.values());
    }

    @Override
    public void logInputs(String runId, List<Dataset> datasets, List<String> modelIds, long now) {
        parts.logInputs(runId, datasets, modelIds, now);
    }

    @Override
    public void logOutputs(String runId, List<ModelOutput> models, long now) {
        parts.logOutputs(runId, models, now);
    }

    @Override
    public Standing standing(Run run, Experiment experiment) {
        String partition = RunItems.partition(run.info().runId());
        return RunItems.imported(run, experiment).standing(table.queryAll(Query.table(partition)));
    }

    @Override
    public void importPoints(List<LoggedMetric> points) {
        histories.put(points);
    }

    @Override
    public boolean importRun(Run run, Experiment experiment) {
        return RunItems.imported(run, experiment).write(table);
    }

    @Override
    public Page<Metric> metricHistory(String runId, String key, int maxResults, Optional<String> pageToken) {
        return histories.page(runId, key, maxResults, pageToken);
    }

    @Override
    public Page<Run> search(RunSearch search) {
        Map<Key, Item> experiments = table.batchGet(
                search.experimentIds().stream().map(ExperimentItems::key).toList());
        List<String> wanted = search.experimentIds().stream()
                .filter(id -> experiments.containsKey(ExperimentItems.key(id)))
                .map(RunItems::listing)
                .toList();
        return listings.search(
                search, new Listings.Reading<>(wanted, group -> listed(group, experiments), RunItems::isInWork));
    }

    /**
     * Returns a run by its items in the index, which may lag behind each other. If a deletion or a restoration of its experiment
     * has not reached the run yet, the run has the lifecycle stage of the experiment.
     */
    private Run listed(List<Item> group, Map<Key, Item> experiments) {
        Item item = group.getFirst();
        List<Item> whole = ApartMaps.whole(group);
        Run run = areComplete(whole) ? RunItems.toRun(whole) : get(item.string(RunItems.ID));
        Item experiment = Objects.requireNonNull(
                experiments.get(ExperimentItems.key(run.info().experimentId())));
        return item.number(RunItems.GENERATION) < experiment.number(ExperimentItems.GENERATION)
                ? run.withLifecycleStage(ExperimentItems.stage(experiment))
                : run;
    }
}
