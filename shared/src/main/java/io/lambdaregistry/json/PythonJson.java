package io.lambdaregistry.json;

import io.lambdaregistry.error.Quoted;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Python's {@code json.dumps} writes it, byte for byte: with a space behind each comma and colon, in ASCII. So MLflow
 * signs what it sends, and so it keeps lists in tags, whose values its clients compare as text.
 */
public final class PythonJson {
    /** From this power of ten on, and below the other one, Python writes a number with an exponent. */
    private static final int LARGE = 16;

    private static final int SMALL = -4;

    private PythonJson() {}

    /** @param value as {@link Json#parse(String)} returns it: a string, a number, a boolean, a list, a map or null */
    public static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> Quoted.text(String.valueOf(entry.getKey())) + ": " + text(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(PythonJson::text).collect(Collectors.joining(", ", "[", "]"));
            case Double number -> number(number);
            case Number number -> number.toString();
            case Boolean bool -> bool.toString();
            default -> Quoted.text(value.toString());
        };
    }

    /** The shortest digits that stand for the number; Java's are that, but never fewer than two. */
    private static String number(double number) {
        if (number == 0 || !Double.isFinite(number)) {
            return Double.toString(number);
        }
        BigDecimal shortest = new BigDecimal(Double.toString(number));
        BigDecimal digit = shortest.round(new MathContext(1));
        BigDecimal decimal = (digit.doubleValue() == number ? digit : shortest).stripTrailingZeros();
        int exponent = decimal.precision() - decimal.scale() - 1;
        if (exponent >= SMALL && exponent < LARGE) {
            return decimal.scale() > 0 ? decimal.toPlainString() : decimal.toPlainString() + ".0";
        }
        BigDecimal mantissa = decimal.movePointLeft(exponent).stripTrailingZeros();
        return "%se%s%02d".formatted(mantissa.toPlainString(), exponent < 0 ? "-" : "+", Math.abs(exponent));
    }
}
