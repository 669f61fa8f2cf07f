package io.lambdaregistry.search;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Attribute.Index;
import io.lambdaregistry.search.Attribute.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The table of the attributes of one search. The search looks up every attribute here, so an attribute that is missing in the table is
 * rejected and never mistaken for another.
 */
public final class Vocabulary<T> {
    private final Map<String, Attribute<T>> attributes = new LinkedHashMap<>();

    public Vocabulary(List<Attribute<T>> attributes) {
        for (Attribute<T> attribute : attributes) {
            for (String name : attribute.names()) {
                if (this.attributes.put(name, attribute) != null) {
                    throw new IllegalArgumentException("two attributes are called " + name);
                }
            }
        }
    }

    /** Returns the names that a filter may compare, in the order of the table. */
    public List<String> searched() {
        return names(attribute -> !attribute.operators().isEmpty());
    }

    /** Returns the names by which results may be sorted, in the order of the table. */
    public List<String> sorted() {
        return names(Attribute::sortable);
    }

    private List<String> names(Predicate<Attribute<T>> wanted) {
        return attributes.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @throws RegistryException INVALID_PARAMETER_VALUE if the table does not contain the name */
    public Attribute<T> get(String name) {
        Attribute<T> attribute = attributes.get(name);
        if (attribute == null) {
            throw RegistryException.invalid("Invalid attribute key '" + name + "' specified.");
        }
        return attribute;
    }

    public boolean isNumber(String name) {
        return get(name).values() instanceof Values.Numbers<T>;
    }

    /** Returns whether the clause's attribute may be compared by its operator. */
    public boolean takes(Comparison clause) {
        return get(clause.key()).operators().contains(clause.operator());
    }

    /** Returns whether a result satisfies a clause on an attribute. A result without a value satisfies none. */
    public boolean matches(Comparison clause, T result) {
        return switch (get(clause.key()).values()) {
            case Values.Texts<T> texts -> matches(clause, texts.of().apply(result));
            case Values.Numbers<T> numbers -> matches(clause, numbers.of().apply(result));
        };
    }

    private static boolean matches(Comparison clause, @Nullable String value) {
        return value != null && clause.matches(value);
    }

    private static boolean matches(Comparison clause, @Nullable Long value) {
        return value != null && clause.matches((double) value);
    }

    /** Returns the value that a filter requires of an indexed attribute with {@code =}; empty without such a clause. */
    public Optional<String> equalTo(String name, List<Comparison> clauses) {
        if (get(name).index() == Index.NONE) {
            return Optional.empty();
        }
        return clauses.stream()
                .filter(clause -> clause.key().equals(name) && clause.isEqualTo())
                .map(Comparison::text)
                .findFirst();
    }
}
