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
 * The attributes that a search for one kind of thing knows, as a table. All that a search does with an attribute it looks up
 * here, so that one that is not in the table is refused and never taken for another.
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

    /** The names that a filter may compare, in the order of the table. */
    public List<String> searched() {
        return names(attribute -> !attribute.operators().isEmpty());
    }

    /** The names that results may be sorted by, in the order of the table. */
    public List<String> sorted() {
        return names(Attribute::sortable);
    }

    private List<String> names(Predicate<Attribute<T>> wanted) {
        return attributes.entrySet().stream()
                .filter(entry -> wanted.test(entry.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** @throws RegistryException INVALID_PARAMETER_VALUE for a name that the table has not */
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

    /** Whether an attribute may be compared by an operator. */
    public boolean takes(Comparison clause) {
        return get(clause.key()).operators().contains(clause.operator());
    }

    /** Whether a result meets a clause on an attribute. One without the value meets none. */
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

    /** The value that a filter demands of an attribute with {@code =}, where it does and a store can find results by it. */
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
