package io.lambdaregistry.search;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An attribute by which results are searched or sorted: one row of a {@link Vocabulary}.
 *
 * @param names its name, followed by its aliases
 * @param operators the operators that may compare it; empty if it is for sorting only
 * @param sortable whether results can be sorted by it
 * @param index how a store finds results by it without reading all of them
 */
public record Attribute<T>(
        List<String> names, Values<T> values, Set<Operator> operators, boolean sortable, Index index) {

    public static final Set<Operator> NUMERIC = Set.copyOf(EnumSet.range(Operator.EQUAL, Operator.GREATER_OR_EQUAL));
    public static final Set<Operator> TEXTUAL =
            Set.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.LIKE, Operator.ILIKE);
    public static final Set<Operator> TEXTUAL_OR_LIST =
            Set.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.LIKE, Operator.ILIKE, Operator.IN, Operator.NOT_IN);
    public static final Set<Operator> SAME_OR_LISTED =
            Set.of(Operator.EQUAL, Operator.NOT_EQUAL, Operator.IN, Operator.NOT_IN);

    /** The way in which a store finds results by an attribute. */
    public enum Index {
        NONE,
        /** By the whole value. */
        EQUAL,
        /** By the whole value, or by its beginning. */
        PREFIX
    }

    /** The type of an attribute, and the function that returns a result's value, or null if it has none. */
    public sealed interface Values<T> {
        record Texts<T>(Function<T, @Nullable String> of) implements Values<T> {}

        record Numbers<T>(Function<T, @Nullable Long> of) implements Values<T> {}
    }

    /** Returns a text attribute. */
    public static <T> Attribute<T> text(String name, Function<T, @Nullable String> of, Set<Operator> operators) {
        return new Attribute<>(List.of(name), new Values.Texts<>(of), operators, true, Index.NONE);
    }

    /** Returns a numeric attribute, which is compared with numbers. */
    public static <T> Attribute<T> number(String name, Function<T, @Nullable Long> of) {
        return new Attribute<>(List.of(name), new Values.Numbers<>(of), NUMERIC, true, Index.NONE);
    }

    /** Returns this attribute with more aliases. */
    public Attribute<T> also(String... others) {
        List<String> all = new ArrayList<>(names);
        all.addAll(List.of(others));
        return new Attribute<>(List.copyOf(all), values, operators, sortable, index);
    }

    /** Returns this attribute, not sortable. */
    public Attribute<T> unsorted() {
        return new Attribute<>(names, values, operators, false, index);
    }

    /** Returns this attribute, without operators. */
    public Attribute<T> unsearched() {
        return new Attribute<>(names, values, Set.of(), sortable, index);
    }

    /** Returns this attribute with an index. */
    public Attribute<T> indexed(Index by) {
        return new Attribute<>(names, values, operators, sortable, by);
    }
}
