package io.lambdaregistry.tracking;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Attribute;
import io.lambdaregistry.search.Comparison;
import io.lambdaregistry.search.FilterParser;
import io.lambdaregistry.search.FilterValue;
import io.lambdaregistry.search.Vocabulary;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The filter of a search for runs: clauses on {@code metrics.}, {@code params.}, {@code tags.}, {@code datasets.} and
 * {@code attributes.}; the prefix {@code attributes.} is optional.
 *
 * @see <a href="https://mlflow.org/docs/latest/search-runs.html">MLflow: search runs</a>
 */
final class RunFilter {
    static final String METRIC = "metric";
    static final String PARAM = "parameter";
    static final String TAG = "tag";
    static final String ATTRIBUTE = "attribute";
    static final String DATASET = "dataset";

    private static final Set<String> DATASET_KEYS = Set.of("name", "digest", "context");
    /** The run's name is that of its tag, which it may lack. */
    static final Vocabulary<Run> VOCABULARY = new Vocabulary<>(List.of(
            Attribute.text("run_id", run -> run.info().runId(), Attribute.TEXTUAL_OR_LIST),
            Attribute.text("run_name", run -> run.tags().get(Run.NAME_TAG), Attribute.TEXTUAL_OR_LIST),
            Attribute.<Run>text("run name", run -> run.tags().get(Run.NAME_TAG), Attribute.TEXTUAL_OR_LIST)
                    .also("Run name", "Run Name")
                    .unsorted(),
            Attribute.text("status", run -> run.info().status().name(), Attribute.TEXTUAL_OR_LIST),
            Attribute.text("artifact_uri", run -> run.info().artifactUri(), Attribute.TEXTUAL_OR_LIST),
            Attribute.text("user_id", run -> run.info().userId(), Attribute.TEXTUAL_OR_LIST),
            Attribute.<Run>number("start_time", run -> run.info().startTime()).also("created", "Created"),
            Attribute.number("end_time", run -> run.info().endTime())));

    private RunFilter() {}

    static List<Comparison> parse(String filter) {
        return FilterParser.parse(filter).stream().map(RunFilter::checked).toList();
    }

    /** Returns the one of the five names above that an alias, such as {@code metric}, stands for. */
    static String entity(String written) {
        return switch (written) {
            case "metric", "metrics" -> METRIC;
            case "param", "params", "parameter", "parameters" -> PARAM;
            case "tag", "tags" -> TAG;
            case "", "attr", "attribute", "attributes", "run" -> ATTRIBUTE;
            case "dataset", "datasets" -> DATASET;
            default ->
                throw RegistryException.invalid("Invalid entity type '" + written
                        + "'. Valid values are ['metric', 'parameter', 'tag', 'attribute', 'dataset']");
        };
    }

    private static Comparison checked(Comparison clause) {
        String entity = entity(clause.entity());
        if (Clauses.isNullCheck(clause) && !entity.equals(TAG) && !entity.equals(PARAM)) {
            throw RegistryException.invalid("IS NULL / IS NOT NULL is only supported for tags and params, not for '"
                    + entity + "' '" + clause.key() + "'");
        }
        switch (entity) {
            case METRIC -> {
                Clauses.checkNumber("metric", clause);
                Clauses.checkOperator(clause, Clauses.NUMERIC);
            }
            case PARAM, TAG -> {
                Clauses.checkText(entity, clause);
                Clauses.checkOperator(clause, Clauses.TEXTUAL_OR_NULL);
            }
            case DATASET -> {
                Clauses.checkKey("dataset", clause.key(), DATASET_KEYS);
                checkTextOrList("dataset attributes", clause);
            }
            default -> checkAttribute(clause);
        }
        return new Comparison(entity, clause.key(), clause.quotedKey(), clause.operator(), clause.value());
    }

    private static void checkAttribute(Comparison clause) {
        Clauses.checkKey("attribute", clause.key(), VOCABULARY.searched());
        if (VOCABULARY.isNumber(clause.key())) {
            Clauses.checkNumber("numeric attribute: " + clause.key(), clause);
            Clauses.checkOperator(clause, Clauses.NUMERIC);
            return;
        }
        if (clause.value() instanceof FilterValue.TextList && !clause.key().equals("run_id")) {
            throw RegistryException.invalid(
                    "Only ['run_id'] attributes support comparison with a list of quoted string values.");
        }
        checkTextOrList("attributes", clause);
    }

    private static void checkTextOrList(String what, Comparison clause) {
        if (clause.value() instanceof FilterValue.Numeric number) {
            throw RegistryException.invalid(
                    "Expected a quoted string value for %s. Got value %s".formatted(what, number.written()));
        }
        Clauses.checkOperator(clause, Clauses.TEXTUAL_OR_LIST);
    }

    static boolean matches(Comparison clause, Run run) {
        return switch (clause.entity()) {
            case METRIC -> Clauses.numberMatches(clause, run.metrics().get(clause.key()));
            case PARAM -> Clauses.textMatches(clause, run.params().get(clause.key()));
            case TAG -> Clauses.textMatches(clause, run.tags().get(clause.key()));
            case DATASET ->
                run.datasets().stream()
                        .anyMatch(dataset -> Clauses.textMatches(clause, datasetValue(clause.key(), dataset)));
            default -> VOCABULARY.matches(clause, run);
        };
    }

    private static @Nullable String datasetValue(String key, Dataset dataset) {
        return switch (key) {
            case "name" -> dataset.name();
            case "digest" -> dataset.digest();
            default -> dataset.tags().get(Dataset.CONTEXT_TAG);
        };
    }
}
