package io.lambdaregistry.tracking;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Attribute;
import io.lambdaregistry.search.Comparison;
import io.lambdaregistry.search.FilterParser;
import io.lambdaregistry.search.FilterValue;
import io.lambdaregistry.search.OrderBy;
import io.lambdaregistry.search.Vocabulary;
import io.lambdaregistry.tracking.SortOrder.Clause;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A search for logged models in some experiments.
 *
 * @param experimentIds the experiments, without duplicates
 * @param datasets if not empty, only metrics on one of these datasets count
 * @param maxResults at least 1
 */
public record LoggedModelSearch(
        List<Long> experimentIds,
        String filter,
        List<Comparison> clauses,
        List<OnDataset> datasets,
        SortOrder<LoggedModel> order,
        int maxResults,
        Optional<String> pageToken)
        implements Search<LoggedModel> {

    public static final int DEFAULT_MAX_RESULTS = 100;
    public static final int MAX_RESULTS = 50_000;
    private static final int MAX_DATASETS = 100;

    private static final Vocabulary<LoggedModel> VOCABULARY = new Vocabulary<>(List.of(
            Attribute.text("model_id", LoggedModel::modelId, Attribute.TEXTUAL_OR_LIST),
            Attribute.text("experiment_id", model -> Long.toString(model.experimentId()), Attribute.TEXTUAL_OR_LIST),
            Attribute.text("name", LoggedModel::name, Attribute.TEXTUAL_OR_LIST),
            Attribute.text("model_type", LoggedModel::modelType, Attribute.TEXTUAL_OR_LIST),
            Attribute.text("source_run_id", LoggedModel::sourceRunId, Attribute.TEXTUAL_OR_LIST),
            Attribute.text("artifact_location", LoggedModel::artifactUri, Attribute.TEXTUAL_OR_LIST),
            Attribute.text("status", model -> model.status().name(), Attribute.TEXTUAL_OR_LIST),
            Attribute.number("creation_time", LoggedModel::creationTime)
                    .also("creation_timestamp", "creation_timestamp_ms"),
            Attribute.number("last_updated_timestamp", LoggedModel::lastUpdateTime)
                    .also("last_updated_timestamp_ms")));
    private static final Comparator<LoggedMetric> LATEST = Comparator.comparingLong(
                    (LoggedMetric logged) -> logged.metric().timestamp())
            .thenComparingLong(logged -> logged.metric().step())
            .thenComparing(LoggedMetric::runId, Comparator.reverseOrder());

    /**
     * A dataset on which metrics were logged.
     *
     * @param digest the digest; empty for any
     */
    public record OnDataset(String name, String digest) {
        boolean has(LoggedMetric metric) {
            return (name.isEmpty() || name.equals(metric.datasetName()))
                    && (digest.isEmpty() || digest.equals(metric.datasetDigest()));
        }
    }

    /**
     * A clause of the order.
     *
     * @param fieldName an attribute, or {@code metrics.} followed by a key
     * @param dataset for a metric, its dataset; an empty name means any
     */
    public record OrderField(String fieldName, boolean ascending, OnDataset dataset) {}

    /** @throws RegistryException INVALID_PARAMETER_VALUE for a filter or order that logged models do not support */
    public static LoggedModelSearch of(
            List<String> experimentIds,
            String filter,
            List<OnDataset> datasets,
            List<OrderField> orderBy,
            long maxResults,
            Optional<String> pageToken) {
        long most = maxResults == 0 ? DEFAULT_MAX_RESULTS : maxResults;
        Clauses.checkMaxResults(most);
        if (datasets.size() > MAX_DATASETS) {
            throw RegistryException.invalid("A search can be on at most " + MAX_DATASETS + " datasets.");
        }
        if (datasets.stream().anyMatch(dataset -> dataset.name().isEmpty())) {
            throw RegistryException.invalid("`dataset_name` in the `datasets` clause must be specified.");
        }
        List<Comparison> clauses = FilterParser.parse(filter).stream()
                .map(LoggedModelSearch::checked)
                .toList();
        return new LoggedModelSearch(
                TrackingRules.searchedExperiments(experimentIds),
                filter,
                clauses,
                datasets,
                order(orderBy),
                (int) Math.min(most, MAX_RESULTS),
                pageToken);
    }

    private static Comparison checked(Comparison clause) {
        return switch (clause.key().isEmpty() ? "" : clause.entity()) {
            case "metrics" -> numeric(clause, "metrics." + clause.key());
            case "params", "tags" -> textual(clause, clause.entity() + "." + clause.key());
            case "", "attributes" -> attribute(clause);
            default ->
                throw RegistryException.invalid("Invalid entity type: '" + clause.entity()
                        + "'. Expected one of ['attributes', 'metrics', 'params', 'tags'].");
        };
    }

    private static Comparison attribute(Comparison clause) {
        String name = clause.key().isEmpty() ? clause.entity() + "." : clause.key();
        boolean known = VOCABULARY.searched().contains(name);
        if (known && VOCABULARY.isNumber(name)) {
            String column = name.startsWith("creation") ? "creation_timestamp_ms" : "last_updated_timestamp_ms";
            return numeric(clause, "attributes." + column);
        }
        Comparison textual = textual(clause, "attributes." + name);
        if (!known) {
            throw RegistryException.invalid("Invalid attribute '" + name + "' in filter string.");
        }
        return name.equals("status") ? withStatusName(textual) : textual;
    }

    private static Comparison numeric(Comparison clause, String what) {
        checkOperator(clause, what, List.of("<", "<=", ">", ">=", "=", "!="));
        Clauses.checkNumber(clause.entity() + " " + clause.key(), clause);
        return clause;
    }

    /** Returns a clause whose number, if it has one, is replaced by its text. */
    private static Comparison textual(Comparison clause, String what) {
        checkOperator(clause, what, List.of("=", "!=", "LIKE", "ILIKE", "IN", "NOT IN"));
        return clause.value() instanceof FilterValue.Numeric number
                ? withValue(clause, new FilterValue.Text(number.written()))
                : clause;
    }

    private static void checkOperator(Comparison clause, String what, List<String> allowed) {
        String symbol = clause.operator().symbol();
        if (!allowed.contains(symbol)) {
            throw RegistryException.invalid("Invalid comparison operator for %s: '%s'. Expected one of %s."
                    .formatted(
                            what,
                            symbol,
                            allowed.stream().map(one -> "'" + one + "'").collect(Collectors.joining(", ", "(", ")"))));
        }
    }

    /** Accepts a status by its number too, because MLflow stores the number. */
    private static Comparison withStatusName(Comparison clause) {
        return LoggedModelStatus.isNumber(clause.text())
                ? withValue(
                        clause,
                        new FilterValue.Text(LoggedModelStatus.of(clause.text()).name()))
                : clause;
    }

    private static Comparison withValue(Comparison clause, FilterValue value) {
        return new Comparison(clause.entity(), clause.key(), clause.quotedKey(), clause.operator(), value);
    }

    /** Returns the requested order; ties are broken by the creation, the newest first, then by the id. */
    private static SortOrder<LoggedModel> order(List<OrderField> fields) {
        OrderBy.checkCount(fields);
        List<Clause<LoggedModel>> clauses = new ArrayList<>();
        fields.forEach(field -> clauses.add(clause(field)));
        if (clauses.stream().noneMatch(clause -> clause.name().equals("creation_time"))) {
            clauses.add(attribute("creation_time", false));
        }
        clauses.add(attribute("model_id", true));
        boolean newestFirst = clauses.size() == 2
                && clauses.getFirst().name().equals("creation_time")
                && !clauses.getFirst().ascending();
        return new SortOrder<>(List.copyOf(clauses), newestFirst);
    }

    private static Clause<LoggedModel> clause(OrderField field) {
        String name = field.fieldName();
        int dot = name.indexOf('.');
        if (dot < 0) {
            return attribute(name, field.ascending());
        }
        if (!name.startsWith("metrics.")) {
            throw RegistryException.invalid("Invalid order by field name: " + name + ". Only metrics are supported.");
        }
        String key = name.substring(dot + 1);
        return new Clause<>(
                name + " " + field.dataset(), model -> latest(model, key, field.dataset()), field.ascending());
    }

    private static SortValue latest(LoggedModel model, String key, OnDataset dataset) {
        return SortValue.of(model.metrics().stream()
                .filter(logged -> logged.metric().key().equals(key) && dataset.has(logged))
                .max(LATEST)
                .map(LoggedMetric::metric)
                .orElse(null));
    }

    private static Clause<LoggedModel> attribute(String field, boolean ascending) {
        String name = field.startsWith("creation_time") ? "creation_time" : field;
        if (!VOCABULARY.sorted().contains(name)) {
            throw RegistryException.invalid("Invalid order by field name: " + field);
        }
        return new Clause<>(name, SortValue.of(VOCABULARY.get(name)), ascending);
    }

    @Override
    public boolean matches(LoggedModel model) {
        return model.lifecycleStage() == LifecycleStage.ACTIVE
                && clauses.stream().allMatch(clause -> clauseMatches(clause, model))
                && (datasets.isEmpty() || model.metrics().stream().anyMatch(this::isOnDataset));
    }

    private boolean clauseMatches(Comparison clause, LoggedModel model) {
        return switch (clause.entity()) {
            case "metrics" ->
                model.metrics().stream()
                        .filter(logged -> logged.metric().key().equals(clause.key()) && isOnDataset(logged))
                        .anyMatch(logged -> clause.matches(logged.metric().sortValue()));
            case "params" -> Clauses.textMatches(clause, model.params().get(clause.key()));
            case "tags" -> Clauses.textMatches(clause, model.tags().get(clause.key()));
            default -> VOCABULARY.matches(clause, model);
        };
    }

    private boolean isOnDataset(LoggedMetric metric) {
        return datasets.isEmpty() || datasets.stream().anyMatch(dataset -> dataset.has(metric));
    }

    @Override
    public String identity() {
        return "logged models " + experimentIds + " " + datasets + " " + order.clauses() + " " + filter;
    }
}
