package io.lambdaregistry.registry;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Attribute;
import io.lambdaregistry.search.Attribute.Index;
import io.lambdaregistry.search.Comparison;
import io.lambdaregistry.search.FilterParser;
import io.lambdaregistry.search.FilterValue;
import io.lambdaregistry.search.Operator;
import io.lambdaregistry.search.OrderBy;
import io.lambdaregistry.search.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A search for model versions.
 *
 * @param attributes the clauses on name, run_id, source_path and version_number
 * @param tags the clauses on tags
 * @param prompts whether versions of prompts are shown
 * @param order never empty, and total, because it contains name and version
 * @param maxResults 1 to 200,000
 */
public record VersionSearch(
        String filter,
        List<Comparison> attributes,
        List<Comparison> tags,
        PromptFilter prompts,
        List<Order> order,
        int maxResults,
        Optional<String> pageToken) {

    public static final int DEFAULT_MAX_RESULTS = 10_000;
    public static final int MAX_RESULTS = 200_000;

    private static final Vocabulary<ModelVersion> VOCABULARY = new Vocabulary<>(List.of(
            Attribute.text("name", ModelVersion::name, Attribute.TEXTUAL_OR_LIST)
                    .indexed(Index.EQUAL),
            Attribute.text("run_id", ModelVersion::runId, Attribute.TEXTUAL_OR_LIST)
                    .indexed(Index.EQUAL)
                    .unsorted(),
            Attribute.text("source_path", ModelVersion::source, Attribute.TEXTUAL)
                    .unsorted(),
            Attribute.number("version_number", ModelVersion::version),
            Attribute.number("creation_timestamp", ModelVersion::creationTimestamp)
                    .unsearched(),
            Attribute.number("last_updated_timestamp", ModelVersion::lastUpdatedTimestamp)
                    .unsearched()));

    /** The sort keys of versions. */
    public enum OrderKey {
        NAME,
        VERSION,
        CREATED,
        LAST_UPDATED
    }

    public record Order(OrderKey key, boolean ascending) {}

    private static final List<Order> TIE_BREAKS =
            List.of(new Order(OrderKey.NAME, true), new Order(OrderKey.VERSION, false));
    private static final List<Order> DEFAULT_ORDER =
            List.of(new Order(OrderKey.LAST_UPDATED, false), TIE_BREAKS.getFirst(), TIE_BREAKS.getLast());

    /** @throws RegistryException INVALID_PARAMETER_VALUE for a filter or order that versions do not support */
    public static VersionSearch of(String filter, List<String> orderBy, long maxResults, Optional<String> pageToken) {
        if (maxResults < 1) {
            throw RegistryException.invalid(
                    "Invalid value for max_results. It must be a positive integer, but got " + maxResults);
        }
        if (maxResults > MAX_RESULTS) {
            throw RegistryException.invalid(
                    "Invalid value for request parameter max_results. It must be at most %d, but got value %d"
                            .formatted(MAX_RESULTS, maxResults));
        }
        List<Comparison> onAttributes = new ArrayList<>();
        List<Comparison> onTags = new ArrayList<>();
        for (Comparison clause : FilterParser.parse(filter)) {
            if (RegistryClauses.isTag(clause)) {
                onTags.add(RegistryClauses.checkedTag(clause));
            } else {
                onAttributes.add(checkedAttribute(clause));
            }
        }
        PromptFilter prompts = PromptFilter.of(onTags);
        if (prompts == PromptFilter.HIDDEN) {
            onTags.removeIf(clause -> clause.key().equals(RegisteredModel.IS_PROMPT_TAG));
        }
        return new VersionSearch(filter, onAttributes, onTags, prompts, order(orderBy), (int) maxResults, pageToken);
    }

    /** Returns a search for all versions of one model or prompt, the latest change first. */
    public static VersionSearch ofModel(String name, int maxResults, Optional<String> pageToken) {
        Comparison itsName = new Comparison("", "name", false, Operator.EQUAL, new FilterValue.Text(name));
        return new VersionSearch(
                "of " + name,
                List.of(itsName),
                List.of(),
                PromptFilter.AMONG_OTHERS,
                DEFAULT_ORDER,
                maxResults,
                pageToken);
    }

    private static Comparison checkedAttribute(Comparison clause) {
        RegistryClauses.checkAttribute(clause, VOCABULARY.searched());
        boolean numeric = VOCABULARY.isNumber(clause.key());
        boolean list = clause.operator() == Operator.IN || clause.operator() == Operator.NOT_IN;
        if (list && !VOCABULARY.takes(clause)) {
            throw RegistryException.invalid(
                    "Only ['name', 'run_id'] attributes support comparison with a list of quoted string values.");
        }
        if (!VOCABULARY.takes(clause)) {
            throw RegistryException.invalid("Invalid comparator for attribute%s: %s"
                    .formatted(
                            numeric ? " " + clause.key() : "", clause.operator().symbol()));
        }
        return numeric ? withInteger(clause) : withText(clause);
    }

    private static Comparison withInteger(Comparison clause) {
        return switch (clause.value()) {
            case FilterValue.Numeric number when number.isInteger() -> clause;
            case FilterValue.Text(String text)
            when RegistryNumbers.isInteger(text) -> {
                FilterValue number = new FilterValue.Numeric(RegistryNumbers.parseVersion(text), text.strip());
                yield new Comparison(clause.entity(), clause.key(), false, clause.operator(), number);
            }
            default ->
                throw RegistryException.invalid("Invalid value for numeric attribute '%s': %s"
                        .formatted(clause.key(), written(clause.value())));
        };
    }

    private static Comparison withText(Comparison clause) {
        if (clause.value() instanceof FilterValue.Numeric) {
            throw RegistryException.invalid("The attribute '" + clause.key()
                    + "' does not support comparison with numeric values. Put the value in quotes.");
        }
        return clause;
    }

    private static String written(FilterValue value) {
        return switch (value) {
            case FilterValue.Numeric(var number, var written) -> Double.toString(number);
            case FilterValue.Text(var text) -> "'" + text + "'";
            case FilterValue.Like(var pattern) -> "'" + pattern.text() + "'";
            case FilterValue.TextList(var texts) -> texts.toString();
            case FilterValue.None none -> "NULL";
        };
    }

    private static List<Order> order(List<String> orderBy) {
        if (orderBy.isEmpty()) {
            return DEFAULT_ORDER;
        }
        List<Order> order = new ArrayList<>();
        for (OrderBy parsed : OrderBy.parseAll(orderBy)) {
            Order next = new Order(orderKey(parsed), parsed.ascending());
            if (order.stream().anyMatch(earlier -> earlier.key() == next.key())) {
                throw RegistryException.invalid("`order_by` contains duplicate fields: " + orderBy);
            }
            order.add(next);
        }
        for (Order tieBreak : TIE_BREAKS) {
            if (order.stream().noneMatch(earlier -> earlier.key() == tieBreak.key())) {
                order.add(tieBreak);
            }
        }
        return List.copyOf(order);
    }

    private static OrderKey orderKey(OrderBy clause) {
        RegistryClauses.checkOrderEntity(clause);
        return switch (clause.key()) {
            case "name" -> OrderKey.NAME;
            case "version_number" -> OrderKey.VERSION;
            case "creation_timestamp" -> OrderKey.CREATED;
            case "last_updated_timestamp" -> OrderKey.LAST_UPDATED;
            default ->
                throw RegistryException.invalid(
                        "Invalid order by key '" + clause.key()
                                + "' specified. Valid keys are 'name', 'version_number', 'creation_timestamp' and 'last_updated_timestamp'");
        };
    }

    public boolean isByLastUpdate() {
        return order.equals(DEFAULT_ORDER);
    }

    public boolean matches(ModelVersion version) {
        return (prompts != PromptFilter.HIDDEN || !RegisteredModel.isListedAsPrompt(version.tags()))
                && attributes.stream().allMatch(clause -> VOCABULARY.matches(clause, version))
                && tags.stream().allMatch(clause -> RegistryClauses.tagMatches(clause, version.tags()));
    }

    /** Returns the value that the filter requires of an attribute with {@code =}; empty without such a clause. */
    public Optional<String> equalTo(String attribute) {
        return VOCABULARY.equalTo(attribute, attributes);
    }

    /** Returns the text that identifies the search; its page tokens are bound to it. */
    public String identity() {
        return "versions " + order + " " + filter;
    }
}
