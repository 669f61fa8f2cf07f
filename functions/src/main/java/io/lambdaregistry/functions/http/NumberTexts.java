package io.lambdaregistry.functions.http;

import io.lambdaregistry.error.PythonIntegers;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Numbers that a request gives as text, parsed as MLflow's server parses them. Protobuf's JSON form accepts 64-bit integers as
 * text, also with a fraction of zeros or an exponent; Python's {@code float()} parses the others. Texts that only Java accepts
 * as numbers, such as {@code 1d} and {@code 0x1p3}, are rejected. The time is linear in the text's length.
 *
 * @see <a href="https://protobuf.dev/programming-guides/json/">ProtoJSON</a>
 */
final class NumberTexts {
    private final String text;
    private final StringBuilder ascii = new StringBuilder();
    private int at;

    private NumberTexts(String text) {
        this.text = text;
    }

    /**
     * Parses an integer, such as {@code "7"}, {@code "7.0"} or {@code "1.7e+12"}; empty where the text is no 64-bit integer.
     */
    static OptionalLong integer(String text) {
        if (PythonIntegers.isInteger(text)) {
            return PythonIntegers.parseExact(text);
        }
        OptionalDouble number = number(text);
        return number.isPresent() && isLong(number.getAsDouble())
                ? OptionalLong.of((long) number.getAsDouble())
                : OptionalLong.empty();
    }

    /** Whether a number has no fraction and fits 64 bits; neither NaN nor an infinity does. */
    static boolean isLong(double number) {
        return number == Math.rint(number) && number >= -0x1p63 && number < 0x1p63;
    }

    /**
     * Parses a number, such as {@code "0.5"}, {@code "1e-3"}, {@code "INF"} or {@code "NaN"}; empty where the text is no
     * number.
     */
    static OptionalDouble number(String text) {
        String stripped = text.strip().toLowerCase(Locale.ROOT);
        return switch (stripped) {
            case "nan", "+nan", "-nan" -> OptionalDouble.of(Double.NaN);
            case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> new NumberTexts(stripped).decimal();
        };
    }

    /** {@code [sign] ( digits [ "." [digits] ] | "." digits ) [ "e" [sign] digits ]} and nothing after it. */
    private OptionalDouble decimal() {
        sign();
        boolean whole = digits();
        boolean fraction = symbol('.') && digits();
        boolean number = whole || fraction;
        if (symbol('e')) {
            sign();
            number &= digits();
        }
        return number && at == text.length()
                ? OptionalDouble.of(Double.parseDouble(ascii.toString()))
                : OptionalDouble.empty();
    }

    private void sign() {
        if (!symbol('-')) {
            symbol('+');
        }
    }

    private boolean symbol(char wanted) {
        boolean is = at < text.length() && text.charAt(at) == wanted;
        if (is) {
            ascii.append(wanted);
            at++;
        }
        return is;
    }

    /** Reads digits of any script, with single underscores between them; returns whether there were any. */
    private boolean digits() {
        int start = at;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            boolean between = c == '_' && at > start && text.charAt(at - 1) != '_' && isDigitAt(at + 1);
            if (!Character.isDigit(c) && !between) {
                break;
            }
            if (!between) {
                ascii.append(Character.digit(c, 10));
            }
            at += Character.charCount(c);
        }
        return at > start;
    }

    private boolean isDigitAt(int position) {
        return position < text.length() && Character.isDigit(text.codePointAt(position));
    }
}
