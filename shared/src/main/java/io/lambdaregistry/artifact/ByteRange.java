package io.lambdaregistry.artifact;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The bytes of an artifact that a client requests.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-range">RFC 9110, section 14.2</a>
 */
public sealed interface ByteRange {
    /** From {@code first} to the end. */
    record From(long first) implements ByteRange {}

    /** From {@code first} to {@code last}, both included, or to the end if the artifact is shorter. */
    record Between(long first, long last) implements ByteRange {}

    /** The last {@code count} bytes. */
    record Last(long count) implements ByteRange {}

    Pattern HEADER =
            Pattern.compile("\\s*+bytes\\s*+=\\s*+(\\d{0,18})\\s*+-\\s*+(\\d{0,18})\\s*+", Pattern.CASE_INSENSITIVE);

    /**
     * Parses a {@code Range} header. Empty for several ranges, other units and malformed ranges: the whole artifact is
     * returned.
     */
    static Optional<ByteRange> parse(String header) {
        Matcher range = HEADER.matcher(header);
        if (!range.matches()) {
            return Optional.empty();
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty()) {
            return last.isEmpty() ? Optional.empty() : Optional.of(new Last(Long.parseLong(last)));
        }
        if (last.isEmpty()) {
            return Optional.of(new From(Long.parseLong(first)));
        }
        Between between = new Between(Long.parseLong(first), Long.parseLong(last));
        return between.first > between.last ? Optional.empty() : Optional.of(between);
    }

    /** Returns the range as the value of a {@code Range} header. */
    default String header() {
        return switch (this) {
            case From(long first) -> "bytes=" + first + "-";
            case Between(long first, long last) -> "bytes=" + first + "-" + last;
            case Last(long count) -> "bytes=-" + count;
        };
    }
}
