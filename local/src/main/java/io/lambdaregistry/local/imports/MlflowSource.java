package io.lambdaregistry.local.imports;

import io.lambdaregistry.local.remote.UrlQuery;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegisteredModel;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.Run;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Reads the content of an MLflow server by its REST API, page by page. Servers before 3.0 have no logged models. */
final class MlflowSource {
    private static final String API = "/api/2.0/mlflow/";
    private static final int EXPERIMENTS_A_PAGE = 1_000;
    private static final int RUNS_A_PAGE = 100;
    private static final int LOGGED_MODELS_A_PAGE = 50;
    private static final int MODELS_A_PAGE = 500;
    private static final int VERSIONS_A_PAGE = 1_000;

    /** The largest page that MLflow returns. */
    private static final int POINTS_A_PAGE = 25_000;

    /** MLflow returns an empty page only as the last one. */
    private static final int MOST_EMPTY_PAGES = 10;

    /** The ids of so many runs fit the 4,094 bytes of a request's first line. */
    private static final int RUNS_AT_ONCE = 50;

    private static final String IS_PROMPT = "tags.`" + RegisteredModel.IS_PROMPT_TAG + "` = 'true'";

    private final SourceServer server;

    MlflowSource(SourceServer server) {
        this.server = server;
    }

    SourceServer server() {
        return server;
    }

    /** All experiments, also deleted ones. */
    List<Experiment> experiments() {
        List<Experiment> experiments = new ArrayList<>();
        forEachPage(
                new Listing(
                        "experiments",
                        "experiments",
                        EXPERIMENTS_A_PAGE,
                        server.limits().entries()),
                token -> server.post(
                        API + "experiments/search",
                        body(Map.of("view_type", "ALL", "max_results", EXPERIMENTS_A_PAGE), token)),
                page -> page.list("experiments").stream()
                        .map(MlflowEntities::experiment)
                        .forEach(experiments::add));
        return experiments;
    }

    /**
     * The runs of an experiment, also deleted ones, the latest first: a run that starts meanwhile moves no other off the pages.
     */
    void runs(long experimentId, Consumer<List<Run>> use) {
        Map<String, Object> search = Map.of(
                "experiment_ids",
                List.of(Long.toString(experimentId)),
                "run_view_type",
                "ALL",
                "max_results",
                RUNS_A_PAGE);
        forEachPage(
                listing("runs", "runs", RUNS_A_PAGE),
                token -> server.post(API + "runs/search", body(search, token)),
                page -> use.accept(
                        page.list("runs").stream().map(MlflowEntities::run).toList()));
    }

    /** The logged models of an experiment that are not deleted; none where the server does not have the operation. */
    void loggedModels(long experimentId, Consumer<List<LoggedModel>> use) {
        Map<String, Object> search =
                Map.of("experiment_ids", List.of(Long.toString(experimentId)), "max_results", LOGGED_MODELS_A_PAGE);
        forEachPage(
                listing("logged models", "models", LOGGED_MODELS_A_PAGE),
                token -> foundOrEmpty(() -> server.post(API + "logged-models/search", body(search, token))),
                page -> use.accept(page.list("models").stream()
                        .map(model -> MlflowEntities.loggedModel(model, LifecycleStage.ACTIVE))
                        .toList()));
    }

    /** A logged model by its id. Searches hide deleted ones, but reading by id does not. */
    Optional<LoggedModel> loggedModel(String modelId) {
        String path = API + "logged-models/" + UrlQuery.encoded(modelId);
        Fields active = foundOrEmpty(() -> server.get(path, UrlQuery.NONE)).object("model");
        if (!active.values().isEmpty()) {
            return Optional.of(MlflowEntities.loggedModel(active, LifecycleStage.ACTIVE));
        }
        Fields deleted = foundOrEmpty(() -> server.get(path, UrlQuery.NONE.with("allow_deleted", "true")))
                .object("model");
        return deleted.values().isEmpty()
                ? Optional.empty()
                : Optional.of(MlflowEntities.loggedModel(deleted, LifecycleStage.DELETED));
    }

    /** The whole histories of the metrics of these runs, some thousand points at a time. */
    void histories(List<Run> runs, Consumer<List<LoggedMetric>> use) {
        Map<String, List<String>> runsByMetric = new LinkedHashMap<>();
        runs.forEach(run -> run.metrics()
                .keySet()
                .forEach(key -> runsByMetric
                        .computeIfAbsent(key, first -> new ArrayList<>())
                        .add(run.info().runId())));
        runsByMetric.forEach((key, runIds) -> {
            for (int from = 0; from < runIds.size(); from += RUNS_AT_ONCE) {
                history(key, runIds.subList(from, Math.min(from + RUNS_AT_ONCE, runIds.size())), use);
            }
        });
    }

    /**
     * Reads the histories of many runs in one request where they fit a response, as MLflow's own page does; otherwise one by
     * one.
     */
    private void history(String key, List<String> runIds, Consumer<List<LoggedMetric>> use) {
        if (runIds.size() > 1) {
            UrlQuery query = UrlQuery.NONE.with("metric_key", key).with("max_results", POINTS_A_PAGE);
            for (String runId : runIds) {
                query = query.with("run_id", runId);
            }
            UrlQuery all = query;
            List<Fields> points = foundOrEmpty(() -> server.get("/ajax-api/2.0/mlflow/metrics/get-history-bulk", all))
                    .list("metrics");
            if (!points.isEmpty() && points.size() < POINTS_A_PAGE) {
                use.accept(points.stream()
                        .map(point -> logged(point, point.text("run_id")))
                        .toList());
                return;
            }
        }
        runIds.forEach(runId -> history(key, runId, use));
    }

    private void history(String key, String runId, Consumer<List<LoggedMetric>> use) {
        UrlQuery query =
                UrlQuery.NONE.with("run_id", runId).with("metric_key", key).with("max_results", POINTS_A_PAGE);
        forEachPage(
                listing("points of a metric", "metrics", POINTS_A_PAGE),
                token -> server.get(API + "metrics/get-history", query(query, token)),
                page -> use.accept(page.list("metrics").stream()
                        .map(point -> logged(point, runId))
                        .toList()));
    }

    private static LoggedMetric logged(Fields point, String runId) {
        return new LoggedMetric(MlflowEntities.metric(point), runId, "", "", "");
    }

    /** All registered models, prompts too, by name. */
    List<RegisteredModel> models() {
        Map<String, RegisteredModel> models = new LinkedHashMap<>();
        Stream.of("", IS_PROMPT)
                .forEach(filter -> forEachPage(
                        new Listing(
                                "registered models",
                                "registered_models",
                                MODELS_A_PAGE,
                                server.limits().entries()),
                        token -> server.get(
                                API + "registered-models/search", query(search(filter, MODELS_A_PAGE), token)),
                        page -> page.list("registered_models").stream()
                                .map(MlflowEntities::registeredModel)
                                .forEach(model -> models.put(model.name(), model))));
        return List.copyOf(models.values());
    }

    /** The versions of a model in the order of their numbers. */
    void versions(RegisteredModel model, Consumer<List<ModelVersion>> use) {
        String filter = Stream.of(named(model.name()), RegisteredModel.isListedAsPrompt(model.tags()) ? IS_PROMPT : "")
                .filter(clause -> !clause.isEmpty())
                .reduce("", (a, b) -> a.isEmpty() ? b : a + " AND " + b);
        UrlQuery query = search(filter, VERSIONS_A_PAGE).with("order_by", "version_number ASC");
        forEachPage(
                listing("versions", "model_versions", VERSIONS_A_PAGE),
                token -> server.get(API + "model-versions/search", query(query, token)),
                page -> use.accept(page.list("model_versions").stream()
                        .map(MlflowEntities::version)
                        .filter(version -> version.name().equals(model.name()))
                        .toList()));
    }

    /**
     * The filter for a name. The filter language has no escapes: for a name with both kinds of quotes, all are read and the
     * name is selected here.
     */
    private static String named(String name) {
        if (name.indexOf('\'') < 0) {
            return "name = '" + name + "'";
        }
        return name.indexOf('"') < 0 ? "name = \"" + name + "\"" : "";
    }

    /** The place of a version's files, whichever scheme its source has. */
    String downloadUri(ModelVersion version) {
        return server.get(
                        API + "model-versions/get-download-uri",
                        UrlQuery.NONE.with("name", version.name()).with("version", version.version()))
                .text("artifact_uri");
    }

    private static UrlQuery search(String filter, int maxResults) {
        UrlQuery query = UrlQuery.NONE.with("max_results", maxResults);
        return filter.isEmpty() ? query : query.with("filter", filter);
    }

    private static UrlQuery query(UrlQuery query, String token) {
        return token.isEmpty() ? query : query.with("page_token", token);
    }

    private static Map<String, Object> body(Map<String, Object> fields, String token) {
        Map<String, Object> body = new LinkedHashMap<>(fields);
        if (!token.isEmpty()) {
            body.put("page_token", token);
        }
        return body;
    }

    private static Fields foundOrEmpty(Supplier<Fields> ask) {
        try {
            return ask.get();
        } catch (SourceRefusal refusal) {
            if (refusal.isNotFound()) {
                return Fields.of(null);
            }
            throw refusal;
        }
    }

    /**
     * A listing that is read page by page.
     *
     * @param what the listed entities, in words
     * @param field the response's field that contains the list
     * @param aPage the number that is requested at once
     * @param most the largest number that is read in all
     */
    private record Listing(String what, String field, int aPage, long most) {}

    private static Listing listing(String what, String field, int aPage) {
        return new Listing(what, field, aPage, Long.MAX_VALUE);
    }

    /**
     * Reads all pages.
     *
     * @param ask requests the page of a token, which is empty for the first page
     * @throws ImportException where the listing does not end
     */
    private void forEachPage(Listing listing, Function<String, Fields> ask, Consumer<Fields> use) {
        Set<UUID> tokens = new HashSet<>(); // hashes, since a token may be long
        long entries = 0;
        int emptyPages = 0;
        String token = "";
        do {
            Fields page = ask.apply(token);
            int count = page.list(listing.field()).size();
            entries += count;
            emptyPages = count == 0 ? emptyPages + 1 : 0;
            requireEnd(listing, count > listing.aPage(), "more entries on a page than were requested");
            requireEnd(listing, entries > listing.most(), "more than " + listing.most() + " entries");
            requireEnd(listing, emptyPages > MOST_EMPTY_PAGES, "one empty page after the other");
            use.accept(page);
            token = page.text("next_page_token");
            boolean isNew = tokens.add(UUID.nameUUIDFromBytes(token.getBytes(StandardCharsets.UTF_8)));
            requireEnd(listing, !isNew, "the same page twice");
            requireEnd(listing, tokens.size() > server.limits().pages(), "no end");
        } while (!token.isEmpty());
    }

    private static void requireEnd(Listing listing, boolean endless, String how) {
        if (endless) {
            throw new ImportException("The source cannot be read: its list of " + listing.what() + " has " + how + ".");
        }
    }
}
