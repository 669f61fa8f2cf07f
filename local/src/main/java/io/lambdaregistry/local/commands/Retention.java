package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.Options;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that sets how long deleted entities can be restored. */
final class Retention {
    private static final Pattern SHAPE = Pattern.compile("(\\d{1,6})([dhms]?)");

    @Option(
            names = "--deleted-retention",
            paramLabel = "TIME",
            converter = Converter.class,
            description = "How long deleted items can be restored before they are collected: 30d, 12h, 45m, 10s; 0 for"
                    + " ever (default: 30d).")
    private @Nullable Duration time;

    Options of(Options options) {
        return time == null ? options : options.withDeletedRetention(time);
    }

    /** Parses a duration. A number without a unit is in days. */
    static final class Converter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            Matcher shape = SHAPE.matcher(text);
            if (!shape.matches()) {
                throw new TypeConversionException("'" + text + "' is no duration such as 30d, 12h, 45m or 10s");
            }
            long amount = Long.parseLong(shape.group(1));
            return switch (shape.group(2)) {
                case "h" -> Duration.ofHours(amount);
                case "m" -> Duration.ofMinutes(amount);
                case "s" -> Duration.ofSeconds(amount);
                default -> Duration.ofDays(amount);
            };
        }
    }
}
