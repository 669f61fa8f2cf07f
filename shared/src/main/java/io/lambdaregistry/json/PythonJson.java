package io.lambdaregistry.json;

import io.lambdaregistry.error.Quoted;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON byte for byte as Python's {@code json.dumps} does: with a space after each comma and colon, in ASCII. MLflow signs
 * webhook payloads in this form, and stores lists in tags in this form, whose values its clients compare as text.
 */
public final class PythonJson {
    /** Python writes a number with an exponent from {@code 1e16} on and below {@code 1e-4}. */
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

    /** Returns the number's shortest digits. Java's are the shortest too, but never fewer than two. */
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
