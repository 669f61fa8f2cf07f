package io.lambdaregistry.tracking;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Attribute;
import io.lambdaregistry.search.Comparison;
import io.lambdaregistry.search.FilterParser;
import io.lambdaregistry.search.FilterValue;
import io.lambdaregistry.search.LikePattern;
import io.lambdaregistry.search.OrderBy;
import io.lambdaregistry.search.Vocabulary;
import io.lambdaregistry.tracking.SortOrder.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A search for experiments.
 *
 * @param maxResults 1 to 50,000
 */
public record ExperimentSearch(
        String filter,
        List<Comparison> clauses,
        ViewType view,
        SortOrder<Experiment> order,
        int maxResults,
        Optional<String> pageToken)
        implements Search<Experiment> {

    public static final int MAX_RESULTS = 50_000;

    private static final String ID = "experiment_id";
    private static final Vocabulary<Experiment> VOCABULARY = new Vocabulary<>(List.of(
            Attribute.text("name", Experiment::name, Attribute.TEXTUAL_OR_LIST),
            Attribute.number("creation_time", Experiment::creationTime),
            Attribute.number("last_update_time", Experiment::lastUpdateTime),
            Attribute.text(ID, experiment -> Long.toString(experiment.id()), Attribute.SAME_OR_LISTED)));

    /** @throws RegistryException INVALID_PARAMETER_VALUE for a filter or order that experiments do not support */
    public static ExperimentSearch of(
            String filter, ViewType view, List<String> orderBy, long maxResults, Optional<String> pageToken) {
        Clauses.checkMaxResults(maxResults);
        if (maxResults > MAX_RESULTS) {
            throw RegistryException.invalid(
                    "Invalid value %d for parameter 'max_results' supplied. It must be at most %d"
                            .formatted(maxResults, MAX_RESULTS));
        }
        List<Comparison> clauses = FilterParser.parse(filter).stream()
                .map(ExperimentSearch::checked)
                .toList();
        return new ExperimentSearch(filter, clauses, view, order(orderBy), (int) maxResults, pageToken);
    }

    private static Comparison checked(Comparison clause) {
        if (isTag(clause.entity())) {
            Clauses.checkText("tag", clause);
            if (!Clauses.TEXTUAL_OR_NULL.contains(clause.operator())) {
                throw RegistryException.invalid(
                        "Invalid comparator for tag: " + clause.operator().symbol());
            }
            return clause;
        }
        checkEntity(clause.entity());
        Clauses.checkKey("attribute", clause.key(), VOCABULARY.searched());
        if (Clauses.isNullCheck(clause)) {
            throw RegistryException.invalid(
                    "IS NULL / IS NOT NULL is only supported for tags, not for attribute '" + clause.key() + "'");
        }
        if (clause.key().equals(ID)) {
            return checkedId(clause);
        }
        return VOCABULARY.isNumber(clause.key()) ? checkedTime(clause) : checkedName(clause);
    }

    private static Comparison checkedName(Comparison clause) {
        if (clause.value() instanceof FilterValue.TextList) {
            throw RegistryException.invalid(
                    "Only ['experiment_id'] attributes support comparison with a list of quoted string values.");
        }
        if (clause.value() instanceof FilterValue.Numeric) {
            throw noText(clause);
        }
        Clauses.checkOperator(clause, Clauses.TEXTUAL_OR_LIST);
        return clause;
    }

    /** Checks a clause on the id: it is compared as an integer, and only for equality. */
    private static Comparison checkedId(Comparison clause) {
        FilterValue value = switch (clause.value()) {
            case FilterValue.Text(String text) -> new FilterValue.Text(canonicalId(text));
            case FilterValue.Like(LikePattern pattern) -> new FilterValue.Text(canonicalId(pattern.text()));
            case FilterValue.TextList(var texts) ->
                new FilterValue.TextList(
                        texts.stream().map(ExperimentSearch::canonicalId).toList());
            default -> throw noText(clause);
        };
        return switch (clause.operator()) {
            case EQUAL, NOT_EQUAL, IN, NOT_IN ->
                new Comparison(clause.entity(), clause.key(), clause.quotedKey(), clause.operator(), value);
            default ->
                throw RegistryException.invalid("Invalid comparator for experiment_id: "
                        + clause.operator().symbol());
        };
    }

    private static RegistryException noText(Comparison clause) {
        return RegistryException.invalid(
                "Expected a quoted string value for attributes. Got value " + Clauses.written(clause.value()));
    }

    private static String canonicalId(String text) {
        return Long.toString(TrackingRules.experimentId(text));
    }

    private static Comparison checkedTime(Comparison clause) {
        Clauses.checkNumber("numeric attribute: " + clause.key(), clause);
        Clauses.checkOperator(clause, Clauses.NUMERIC);
        if (clause.value() instanceof FilterValue.Numeric number && !number.isInteger()) {
            throw RegistryException.invalid(
                    "Invalid value for numeric attribute '%s': '%s'".formatted(clause.key(), number.written()));
        }
        return clause;
    }

    private static boolean isTag(String entity) {
        return entity.equals("tag") || entity.equals("tags");
    }

    private static void checkEntity(String entity) {
        if (!entity.isEmpty() && !entity.equals("attribute")) {
            throw RegistryException.invalid(
                    "Invalid entity type '" + entity + "'. Valid entity types are ('attribute', 'tag', 'tags')");
        }
    }

    /** Returns the requested order (default: the newest first); ties are broken by the id, the highest first. */
    private static SortOrder<Experiment> order(List<String> orderBy) {
        if (orderBy.isEmpty()) {
            return new SortOrder<>(List.of(clause("creation_time", false), clause(ID, true)), true);
        }
        List<Clause<Experiment>> clauses = new ArrayList<>();
        for (OrderBy parsed : OrderBy.parseAll(orderBy)) {
            if (isTag(parsed.entity())) {
                throw RegistryException.invalid("Invalid order_by entity: tag");
            }
            checkEntity(parsed.entity());
            Clauses.checkKey("attribute", parsed.key(), VOCABULARY.sorted());
            clauses.add(clause(parsed.key(), parsed.ascending()));
        }
        clauses.add(clause(ID, false));
        return new SortOrder<>(List.copyOf(clauses), false);
    }

    private static Clause<Experiment> clause(String key, boolean ascending) {
        Function<Experiment, SortValue> value =
                key.equals(ID) ? experiment -> SortValue.of((Long) experiment.id()) : SortValue.of(VOCABULARY.get(key));
        return new Clause<>(key, value, ascending);
    }

    @Override
    public boolean matches(Experiment experiment) {
        return view.includes(experiment.lifecycleStage())
                && clauses.stream().allMatch(clause -> clauseMatches(clause, experiment));
    }

    private static boolean clauseMatches(Comparison clause, Experiment experiment) {
        if (isTag(clause.entity())) {
            return Clauses.textMatches(clause, experiment.tags().get(clause.key()));
        }
        return VOCABULARY.matches(clause, experiment);
    }

    @Override
    public String identity() {
        return "experiments " + view + " " + order.clauses() + " " + filter;
    }
}
