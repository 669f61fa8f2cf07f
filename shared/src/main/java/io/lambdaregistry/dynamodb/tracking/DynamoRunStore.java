package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.ApartMaps;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.LongTexts;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Outcome;
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
import java.util.ArrayList;
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
    private final PageTokens tokens;
    private final Listings listings;

    public DynamoRunStore(Table table, PageTokens tokens) {
        this.table = table;
        this.tokens = tokens;
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
        // nobody else has this id: where it is there, it is because it was put
        List<Write> writes = texts.with(Write.put(item).whenAbsent().orSkip());
        writes.add(Write.put(Listings.recent(item, RunItems.listing(run.info().experimentId()))));
        table.tryTransact(writes);
    }

    /** One query, and again only where a long value changed, or a map was put apart, while it was read. */
    @Override
    public Run get(String runId) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Table.pauseBefore(attempt);
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
        return RunItems.toInfo(table.write(whenActive(runId, write)).orElseThrow());
    }

    private static void rename(Write write, String name) {
        write.set(RunItems.NAME, name).set(AttributeValue.fromS(name), RunItems.TAGS, Run.NAME_TAG);
    }

    /** A write of the run, or a check of it, that is refused unless the run is active. */
    private static Write whenActive(String runId, Write write) {
        return write.whenEqual(RunItems.ACTIVE, RunItems.STAGE)
                .orRefuseUnless(_ -> true, () -> TrackingErrors.runNotFound(runId))
                .orRefuseUnless(RunItems::isActive, () -> TrackingErrors.runNotActive(runId));
    }

    private static Item active(String runId, Optional<Item> found) {
        Item run = found.orElseThrow(() -> TrackingErrors.runNotFound(runId));
        if (!RunItems.isActive(run)) {
            throw TrackingErrors.runNotActive(runId);
        }
        return run;
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
        changeIfFound(table.tryWrite(whenActive(runId, write.orFound())), runId, tag(key, value));
    }

    private static RunBatch tag(String key, String value) {
        return new RunBatch(List.of(), List.of(), Map.of(key, value));
    }

    private void change(String runId, RunBatch batch) {
        Revisions.change(table, RunItems.key(runId), found -> merge(active(runId, found), runId, batch));
    }

    /** Where the run was found to have a long value in that place until now, or maps apart. */
    private void changeIfFound(Outcome outcome, String runId, RunBatch batch) {
        if (outcome instanceof Outcome.Found(Key _, Optional<Item> run)) {
            Revisions.change(table, run, found -> merge(active(runId, found), runId, batch));
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

    /** A value of the run, from the table where it is long; empty where there is none. */
    private String value(Item run, String map, String key) {
        AttributeValue entry = run.entries(map).get(key);
        if (entry == null || !RunTexts.isText(entry)) {
            return entry == null ? "" : entry.s();
        }
        return table.get(RunTexts.key(run, key))
                .map(item -> item.string(RunTexts.name(map, key)))
                .orElse("");
    }

    /** A transaction, if only of one write, for its token: sent again, it does not meet its own deletion. */
    @Override
    public void deleteTag(String runId, String key) {
        Write write = Revisions.update(RunItems.key(runId))
                .remove(RunItems.TAGS, key)
                .whenString(RunItems.TAGS, key)
                .whenAbsent(ApartMaps.COUNT);
        if (table.tryTransact(whenActive(runId, write.orFound())) instanceof Outcome.Found(Key _, Optional<Item> run)) {
            Revisions.change(table, run, found -> deleteTagWherever(active(runId, found), runId, key));
        }
    }

    /** A tag that is long, or may lie apart, or is not there. */
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
            Item run = active(runId, found);
            String old = value(ApartMaps.whole(table, run), RunItems.TAGS, key);
            return merge(run, runId, tag(key, change.apply(old)));
        });
    }

    @Override
    public void logParam(String runId, Param param) {
        if (RunTexts.isLong(param.key(), param.value())) {
            Revisions.change(table, RunItems.key(runId), found -> mergeParam(active(runId, found), runId, param));
            return;
        }
        AttributeValue value = AttributeValue.fromS(param.value());
        Write write = Revisions.update(RunItems.key(runId))
                .set(value, RunItems.PARAMS, param.key())
                .whenAbsentOrEqual(value, RunItems.PARAMS, param.key())
                .whenAbsentOrPresent(ApartMaps.COUNT, RunItems.PARAMS, param.key())
                .orFound();
        if (table.tryWrite(whenActive(runId, write)) instanceof Outcome.Found(Key _, Optional<Item> run)) {
            Revisions.change(table, run, found -> mergeParam(active(runId, found), runId, param));
        }
    }

    /** Nothing where the run has the param with this value. */
    private List<Write> mergeParam(Item run, String runId, Param param) {
        Item whole = ApartMaps.whole(table, run);
        return RunBatches.merge(run, whole, new RunBatch(List.of(), List.of(param), Map.of()), _ -> {
            String old = value(whole, RunItems.PARAMS, param.key());
            return TrackingErrors.paramChanged(runId, param.key(), old, param.value());
        });
    }

    /** The run first, which refuses what it must; then the point, which changes nothing when it is sent again. */
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
        Write orLater = whenActive(runId, write)
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
        Map<Key, Item> points = points(batch, found);
        Revisions.change(
                table,
                Optional.ofNullable(found.get(RunItems.key(runId))),
                run -> merge(active(runId, run), runId, batch));
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
        LostRace.retrying(() -> {
            List<Item> items = table.queryAll(Query.table(RunItems.partition(runId)));
            Item run = active(runId, RunItems.itself(items));
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
            return writeParts(
                    runId,
                    inputs.values().stream()
                            .map(item -> Write.put(item).whenAbsent().orLostRace())
                            .toList());
        });
    }

    @Override
    public void logOutputs(String runId, List<ModelOutput> models, long now) {
        Item run = active(runId, table.get(RunItems.key(runId)));
        Map<Key, Write> outputs = new LinkedHashMap<>();
        long order = now * 1_000;
        for (ModelOutput model : models) {
            Item output = RunItems.modelOutput(run, model, order++);
            Write write = Write.put(output).whenAbsent().orRefuse(() -> TrackingErrors.outputExists(runId));
            if (outputs.put(output.key(), write) != null) {
                throw TrackingErrors.outputExists(runId);
            }
        }
        boolean severalTransactions = outputs.size() >= table.room();
        if (severalTransactions && isAnyThere(runId, outputs.keySet())) {
            throw TrackingErrors.outputExists(runId);
        }
        writeParts(runId, List.copyOf(outputs.values()));
    }

    /** Asked before the first of several transactions, so that none is written where a later one would be refused. */
    private boolean isAnyThere(String runId, Set<Key> parts) {
        return table.queryAll(Query.table(RunItems.partition(runId))).stream()
                .map(Item::key)
                .anyMatch(parts::contains);
    }

    /** Writes parts of an active run, and returns their number. */
    private int writeParts(String runId, List<Write> parts) {
        int from = 0;
        while (from < parts.size()) {
            int to = from + table.fitting(parts.subList(from, parts.size()));
            long behind = parts.subList(from, to).stream()
                    .mapToLong(part -> LongTexts.bytesOfPart(part.item()))
                    .sum();
            Key run = RunItems.key(runId);
            List<Write> writes = new ArrayList<>();
            writes.add(whenActive(
                    runId,
                    behind == 0 ? Write.check(run) : PrincipalItems.change(run).countBehind(behind)));
            writes.addAll(parts.subList(from, to));
            table.transact(writes);
            from = to;
        }
        return parts.size();
    }

    @Override
    public Standing standing(Run run, Experiment experiment) {
        String partition = RunItems.partition(run.info().runId());
        return RunItems.imported(run, experiment).standing(table.queryAll(Query.table(partition)));
    }

    @Override
    public void importPoints(List<LoggedMetric> points) {
        Map<Key, Item> items = new LinkedHashMap<>();
        points.stream().map(RunItems::point).forEach(point -> items.put(point.key(), point));
        table.batchPut(items.values());
    }

    @Override
    public boolean importRun(Run run, Experiment experiment) {
        return RunItems.imported(run, experiment).write(table);
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
        return Page.of(shown, more, last -> tokens.issue(identity, List.of(last)))
                .map(point -> MetricPoints.parseByTime(key, point));
    }

    /** As a query takes it: 0 for as many as fit a page. */
    private static int limit(long wanted) {
        return wanted > 10_000 ? 0 : (int) wanted;
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
