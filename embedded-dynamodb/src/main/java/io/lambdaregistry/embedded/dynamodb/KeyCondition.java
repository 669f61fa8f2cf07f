package io.lambdaregistry.embedded.dynamodb;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;

/**
 * The items of a table or an index that a query selects.
 *
 * @param hash the name of the partition key, as written
 * @param partition the placeholder of its value
 * @param sort the condition on the sort key
 */
record KeyCondition(String hash, String partition, Optional<Sort> sort) {
    enum Comparison {
        EQUAL,
        LESS,
        AT_MOST,
        GREATER,
        AT_LEAST,
        BETWEEN,
        BEGINS_WITH
    }

    /**
     * @param name the name of the sort key, as written
     * @param values placeholders: two for {@link Comparison#BETWEEN}, one for the others
     */
    record Sort(String name, Comparison comparison, List<String> values) {}

    /** The value of the partition key as bytes. */
    SdkBytes partition(TableSchema.Index index, Scope scope) {
        refuseOther(index.hash(), hash, scope);
        return text(partition, scope);
    }

    /** The condition on the sort key as SQL comparisons. */
    List<Rows.Bound> bounds(TableSchema.Index index, Scope scope) {
        if (sort.isEmpty()) {
            return List.of();
        }
        Sort wanted = sort.get();
        refuseOther(index.range(), wanted.name(), scope);
        SdkBytes first = text(wanted.values().getFirst(), scope);
        return switch (wanted.comparison()) {
            case EQUAL -> List.of(new Rows.Bound("=", first));
            case LESS -> List.of(new Rows.Bound("<", first));
            case AT_MOST -> List.of(new Rows.Bound("<=", first));
            case GREATER -> List.of(new Rows.Bound(">", first));
            case AT_LEAST -> List.of(new Rows.Bound(">=", first));
            case BETWEEN -> between(first, text(wanted.values().getLast(), scope));
            case BEGINS_WITH -> List.of(new Rows.Bound(">=", first), new Rows.Bound("<", Utf8.behindAllWith(first)));
        };
    }

    private static List<Rows.Bound> between(SdkBytes least, SdkBytes most) {
        Values.refuseBackwards(Arrays.compareUnsigned(least.asByteArrayUnsafe(), most.asByteArrayUnsafe()));
        return List.of(new Rows.Bound(">=", least), new Rows.Bound("<=", most));
    }

    private static void refuseOther(String wanted, String written, Scope scope) {
        if (!scope.name(written).equals(wanted)) {
            throw Refusal.validation("Query condition missed key schema element: " + wanted);
        }
    }

    private static SdkBytes text(String placeholder, Scope scope) {
        String text = scope.value(placeholder).s();
        if (text == null) {
            throw Refusal.validation(
                    "One or more parameter values were invalid: Condition parameter type does not match"
                            + " schema type");
        }
        if (text.isEmpty()) {
            throw Refusal.validation(
                    "One or more parameter values are not valid. The AttributeValue for a key attribute"
                            + " cannot contain an empty string value.");
        }
        return Utf8.bytes(text);
    }
}
