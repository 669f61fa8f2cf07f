package io.lambdaregistry.event;

import io.lambdaregistry.error.RegistryException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;

/** A moment as a person or a program writes it. */
public final class EventTime {
    private EventTime() {}

    /**
     * Milliseconds since 1970, a date such as {@code 2026-05-03}, which begins in UTC, or a time such as
     * {@code 2026-05-03T12:00:00Z}; nothing for an empty text.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE for any other text
     */
    public static OptionalLong parse(String parameter, String text) {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(millis(text));
        } catch (DateTimeException | NumberFormatException | ArithmeticException e) {
            throw RegistryException.invalid(
                    "Invalid value '%s' for parameter '%s': milliseconds since 1970, a date such as 2026-05-03 or a time such as 2026-05-03T12:00:00Z was expected."
                            .formatted(text, parameter));
        }
    }

    private static long millis(String text) {
        if (text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(text);
        }
        return text.indexOf('T') < 0
                ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli()
                : OffsetDateTime.parse(text).toInstant().toEpochMilli();
    }
}
