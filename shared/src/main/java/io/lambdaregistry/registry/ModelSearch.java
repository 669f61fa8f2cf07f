package io.lambdaregistry.registry;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Attribute;
import io.lambdaregistry.search.Attribute.Index;
import io.lambdaregistry.search.Comparison;
import io.lambdaregistry.search.FilterParser;
import io.lambdaregistry.search.FilterValue;
import io.lambdaregistry.search.OrderBy;
import io.lambdaregistry.search.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A search for registered models.
 *
 * @param attributes the clauses on attributes
 * @param tags the clauses on tags
 * @param prompts whether prompts are shown
 * @param order never empty, and total, because it ends with the name
 * @param maxResults 0 to 1,000
 */
public record ModelSearch(
        String filter,
        List<Comparison> attributes,
        List<Comparison> tags,
        PromptFilter prompts,
        List<Order> order,
        int maxResults,
        Optional<String> pageToken) {

    public static final int DEFAULT_MAX_RESULTS = 100;
    public static final int MAX_RESULTS = 1_000;

    private static final Vocabulary<RegisteredModel> VOCABULARY = new Vocabulary<>(List.of(
            Attribute.text("name", RegisteredModel::name, Attribute.TEXTUAL_OR_LIST)
                    .indexed(Index.PREFIX),
            Attribute.number("last_updated_timestamp", RegisteredModel::lastUpdatedTimestamp)
                    .also("timestamp")
                    .unsearched()));

    /** The sort keys of models. */
    public enum OrderKey {
        NAME,
        LAST_UPDATED
    }

    public record Order(OrderKey key, boolean ascending) {}

    /** @throws RegistryException INVALID_PARAMETER_VALUE for a filter or order that models do not support */
    public static ModelSearch of(String filter, List<String> orderBy, long maxResults, Optional<String> pageToken) {
        if (maxResults < 0 || maxResults > MAX_RESULTS) {
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
        return new ModelSearch(filter, onAttributes, onTags, prompts, order(orderBy), (int) maxResults, pageToken);
    }

    private static Comparison checkedAttribute(Comparison clause) {
        RegistryClauses.checkAttribute(clause, VOCABULARY.searched());
        if (!VOCABULARY.takes(clause)) {
            throw RegistryException.invalid(
                    "Invalid comparator for attribute: " + clause.operator().symbol());
        }
        if (clause.value() instanceof FilterValue.Numeric(var number, var written)) {
            throw RegistryException.invalid(
                    "Expected a quoted string value or a list of quoted string values for attributes. Got value "
                            + written);
        }
        return clause;
    }

    private static List<Order> order(List<String> orderBy) {
        List<Order> order = new ArrayList<>();
        for (OrderBy parsed : OrderBy.parseAll(orderBy)) {
            OrderKey key = orderKey(parsed);
            if (order.stream().anyMatch(earlier -> earlier.key() == key)) {
                throw RegistryException.invalid("`order_by` contains duplicate fields: " + orderBy);
            }
            order.add(new Order(key, parsed.ascending()));
        }
        if (order.stream().noneMatch(clause -> clause.key() == OrderKey.NAME)) {
            order.add(new Order(OrderKey.NAME, true));
        }
        return List.copyOf(order);
    }

    private static OrderKey orderKey(OrderBy clause) {
        return switch (clause.token()) {
            case "name" -> OrderKey.NAME;
            case "timestamp", "last_updated_timestamp" -> OrderKey.LAST_UPDATED;
            default ->
                throw RegistryException.invalid("Invalid order by key '" + clause.token()
                        + "' specified. Valid keys are 'name', 'timestamp' and 'last_updated_timestamp'");
        };
    }

    /** Returns the clauses on the name, by which the store finds models. */
    public List<Comparison> name() {
        return attributes.stream().filter(clause -> clause.key().equals("name")).toList();
    }

    /** Returns whether the order is that of the names, in which the store lists models. */
    public boolean isByName() {
        return order.getFirst().key() == OrderKey.NAME;
    }

    public boolean matches(RegisteredModel model) {
        return (prompts != PromptFilter.HIDDEN || !RegisteredModel.isListedAsPrompt(model.tags()))
                && attributes.stream().allMatch(clause -> VOCABULARY.matches(clause, model))
                && tags.stream().allMatch(clause -> RegistryClauses.tagMatches(clause, model.tags()));
    }

    /** Returns the text that identifies the search; its page tokens are bound to it. */
    public String identity() {
        return "models " + order + " " + filter;
    }
}
