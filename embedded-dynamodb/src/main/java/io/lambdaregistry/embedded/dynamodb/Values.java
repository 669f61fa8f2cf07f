package io.lambdaregistry.embedded.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Normalizes and compares attribute values as DynamoDB does. */
final class Values {
    /** The levels of nesting: an attribute is on the first level, a value in its map or list on the second. */
    private static final int DEEPEST = 32;

    private Values() {}

    /** The item as it is stored: numbers are normalized; sets with duplicates, and values that are nested too deep, are rejected. */
    static Map<String, AttributeValue> normal(Map<String, AttributeValue> item) {
        return normal(item, 1);
    }

    private static Map<String, AttributeValue> normal(Map<String, AttributeValue> item, int level) {
        Map<String, AttributeValue> normal = LinkedHashMap.newLinkedHashMap(item.size());
        item.forEach((name, value) -> normal.put(name, normal(value, level)));
        return normal;
    }

    private static AttributeValue normal(AttributeValue value, int level) {
        refuseDepth(level);
        return switch (value.type()) {
            case S, B, BOOL, NUL -> value;
            case N -> AttributeValue.fromN(Numbers.normal(value.n()));
            case M -> AttributeValue.fromM(normal(value.m(), level + 1));
            case L ->
                AttributeValue.fromL(value.l().stream()
                        .map(element -> normal(element, level + 1))
                        .toList());
            case SS -> AttributeValue.fromSs(set(value.ss(), UnaryOperator.identity(), "string"));
            case NS -> AttributeValue.fromNs(set(value.ns(), Numbers::normal, "number"));
            case BS -> AttributeValue.fromBs(set(value.bs(), UnaryOperator.identity(), "binary"));
            case UNKNOWN_TO_SDK_VERSION ->
                throw Refusal.validation(
                        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
        };
    }

    private static void refuseDepth(int level) {
        if (level > DEEPEST) {
            throw Refusal.validation("Nesting Levels have exceeded supported limits: Attributes in the item have nested"
                    + " levels beyond supported limit");
        }
    }

    /** Rejects an item with a value that is nested too deep, which an update of a nested path can produce. */
    static void refuseDepth(Map<String, AttributeValue> item) {
        item.values().forEach(value -> refuseDepth(value, 1));
    }

    private static void refuseDepth(AttributeValue value, int level) {
        refuseDepth(level);
        if (value.hasM()) {
            value.m().values().forEach(inner -> refuseDepth(inner, level + 1));
        } else if (value.hasL()) {
            value.l().forEach(inner -> refuseDepth(inner, level + 1));
        }
    }

    private static <T> List<T> set(List<T> elements, UnaryOperator<T> normal, String type) {
        if (elements.isEmpty()) {
            throw Refusal.validation(
                    "One or more parameter values were invalid: An " + type + " set  may not be empty");
        }
        Set<T> distinct = new LinkedHashSet<>();
        for (T element : elements) {
            if (!distinct.add(normal.apply(element))) {
                throw Refusal.validation("One or more parameter values were invalid: Input collection " + elements
                        + " contains duplicates.");
            }
        }
        return List.copyOf(distinct);
    }

    /**
     * The size of a value, as the function {@code size} returns it: bytes of UTF-8, bytes, or elements. Null for a value that has
     * no size, a number for example, and for one that is absent.
     */
    static @Nullable AttributeValue size(@Nullable AttributeValue value) {
        if (value == null) {
            return null;
        }
        return switch (value.type()) {
            case S -> number(value.s().getBytes(StandardCharsets.UTF_8).length);
            case B -> number(value.b().asByteArrayUnsafe().length);
            case M -> number(value.m().size());
            case L -> number(value.l().size());
            case SS -> number(value.ss().size());
            case NS -> number(value.ns().size());
            case BS -> number(value.bs().size());
            case N, BOOL, NUL, UNKNOWN_TO_SDK_VERSION -> null;
        };
    }

    private static AttributeValue number(int size) {
        return AttributeValue.fromN(Integer.toString(size));
    }

    static boolean equal(AttributeValue a, AttributeValue b) {
        if (a.type() != b.type()) {
            return false;
        }
        return switch (a.type()) {
            case N -> Numbers.compare(a.n(), b.n()) == 0;
            case SS -> new HashSet<>(a.ss()).equals(new HashSet<>(b.ss()));
            case NS -> new HashSet<>(a.ns()).equals(new HashSet<>(b.ns()));
            case BS -> new HashSet<>(a.bs()).equals(new HashSet<>(b.bs()));
            default -> a.equals(b);
        };
    }

    /** The order of two values; empty for values of different types, or of types without an order. */
    static OptionalInt compare(AttributeValue a, AttributeValue b) {
        if (a.type() != b.type()) {
            return OptionalInt.empty();
        }
        return switch (a.type()) {
            case S -> OptionalInt.of(compare(Utf8.bytes(a.s()), Utf8.bytes(b.s())));
            case N -> OptionalInt.of(Numbers.compare(a.n(), b.n()));
            case B -> OptionalInt.of(compare(a.b(), b.b()));
            default -> OptionalInt.empty();
        };
    }

    /** Rejects bounds in the wrong order, or of different types. */
    static void refuseBackwards(AttributeValue least, AttributeValue most) {
        refuseBackwards(compare(least, most).orElse(1));
    }

    static void refuseBackwards(int order) {
        if (order > 0) {
            throw Refusal.validation("The BETWEEN operator requires upper bound to be greater than or equal to lower"
                    + " bound, and of its type");
        }
    }

    private static int compare(SdkBytes a, SdkBytes b) {
        return Arrays.compareUnsigned(a.asByteArrayUnsafe(), b.asByteArrayUnsafe());
    }

    static void refuseOtherTypes(AttributeValue operand, Set<AttributeValue.Type> allowed, String operator) {
        if (!allowed.contains(operand.type())) {
            throw Refusal.validation("Incorrect operand type for operator or function; operator or function: "
                    + operator + ", operand type: " + type(operand));
        }
    }

    /** The name of a value's type in conditions and messages. */
    static String type(AttributeValue value) {
        return switch (value.type()) {
            case NUL -> "NULL";
            case UNKNOWN_TO_SDK_VERSION -> "";
            default -> value.type().name();
        };
    }
}
