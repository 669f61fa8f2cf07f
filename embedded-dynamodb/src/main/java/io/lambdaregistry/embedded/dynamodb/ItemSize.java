package io.lambdaregistry.embedded.dynamodb;

import java.math.BigDecimal;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The size of an item in bytes, and the units of reading and writing it.
 *
 * @see <a href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html">Item sizes and
 *     formats</a>
 */
final class ItemSize {
    private static final int READ_UNIT = 4_096;
    private static final int WRITE_UNIT = 1_024;
    private static final int CONTAINER = 3;
    private static final int ELEMENT = 1;

    private ItemSize() {}

    static int of(Map<String, AttributeValue> item) {
        int size = 0;
        for (Map.Entry<String, AttributeValue> attribute : item.entrySet()) {
            size += Utf8.length(attribute.getKey()) + of(attribute.getValue());
        }
        return size;
    }

    private static int of(AttributeValue value) {
        return switch (value.type()) {
            case S -> Utf8.length(value.s());
            case N -> ofNumber(value.n());
            case B -> value.b().asByteArrayUnsafe().length;
            case BOOL, NUL -> 1;
            case SS -> value.ss().stream().mapToInt(Utf8::length).sum();
            case NS -> value.ns().stream().mapToInt(ItemSize::ofNumber).sum();
            case BS ->
                value.bs().stream()
                        .mapToInt(bytes -> bytes.asByteArrayUnsafe().length)
                        .sum();
            case M -> CONTAINER + value.m().size() * ELEMENT + of(value.m());
            case L ->
                CONTAINER
                        + value.l().stream()
                                .mapToInt(element -> ELEMENT + of(element))
                                .sum();
            case UNKNOWN_TO_SDK_VERSION -> 0;
        };
    }

    /** One byte for every two significant digits, plus one, plus one for a sign. */
    private static int ofNumber(String number) {
        BigDecimal value = new BigDecimal(number).stripTrailingZeros();
        return (value.precision() + 1) / 2 + 1 + (value.signum() < 0 ? 1 : 0);
    }

    /** The units of a read of so many bytes; reading nothing costs as much as reading an empty item. */
    static double readUnits(long bytes, boolean consistent) {
        long units = Math.max(1, Math.ceilDiv(bytes, READ_UNIT));
        return consistent ? units : units / 2.0;
    }

    /** The units of writing, or deleting, an item of so many bytes. */
    static double writeUnits(int bytes) {
        return Math.max(1, Math.ceilDiv(bytes, WRITE_UNIT));
    }
}
