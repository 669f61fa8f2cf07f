package io.lambdaregistry.registry;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Comparison;
import io.lambdaregistry.search.FilterValue;
import io.lambdaregistry.search.Operator;
import io.lambdaregistry.search.OrderBy;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules for clauses that both searches of the registry share. */
final class RegistryClauses {
    private static final Set<Operator> TAG_OPERATORS =
            EnumSet.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.LIKE, Operator.ILIKE);

    private RegistryClauses() {}

    static boolean isTag(Comparison clause) {
        return clause.entity().equals("tags") || clause.entity().equals("tag");
    }

    static Comparison checkedTag(Comparison clause) {
        if (!TAG_OPERATORS.contains(clause.operator())) {
            throw RegistryException.invalid(
                    "Invalid comparator for tag: " + clause.operator().symbol());
        }
        if (clause.value() instanceof FilterValue.Numeric(var number, var written)) {
            throw RegistryException.invalid(
                    "Expected a quoted string value for tag (e.g. 'my-value'). Got value " + written);
        }
        return clause;
    }

    static void checkAttribute(Comparison clause, List<String> attributes) {
        if (!clause.entity().isEmpty() && !clause.entity().equals("attribute")) {
            throw RegistryException.invalid("Invalid entity type '" + clause.entity()
                    + "'. Valid entity types are ('attribute', 'tag', 'tags')");
        }
        if (clause.quotedKey() || !attributes.contains(clause.key())) {
            String valid = attributes.stream()
                    .map(attribute -> "'" + attribute + "'")
                    .collect(Collectors.joining(", ", "{", "}"));
            throw RegistryException.invalid(
                    "Invalid attribute key '%s' specified. Valid keys are '%s'".formatted(clause.key(), valid));
        }
    }

    static void checkOrderEntity(OrderBy clause) {
        if (!clause.entity().isEmpty() && !clause.entity().equals("attribute")) {
            throw RegistryException.invalid("Invalid entity type '" + clause.entity()
                    + "'. Valid entity types are ('attribute', 'tag', 'tags')");
        }
    }

    /** Returns whether tags satisfy a clause. A missing tag satisfies none, not even {@code !=}. */
    static boolean tagMatches(Comparison clause, Map<String, String> tags) {
        String value = tags.get(clause.key());
        return value != null && clause.matches(value);
    }
}
