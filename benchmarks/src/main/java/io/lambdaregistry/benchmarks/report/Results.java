package io.lambdaregistry.benchmarks.report;

import io.lambdaregistry.processes.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows of a table, stored as {@code benchmarks/results/<table>.csv}, from which the README's tables are taken and
 * {@code plots.py} draws. The file's first line is a comment that names the machine.
 */
public final class Results {
    private final String table;
    private final int columns;
    private final List<String> lines = new ArrayList<>();

    public Results(String table, String... columns) {
        this.table = table;
        this.columns = columns.length;
        lines.add("# " + Machine.line());
        lines.add(String.join(",", columns));
    }

    /** @param values the values of a row: a {@code Double} is written with three significant digits, or as its whole number */
    public Results row(Object... values) {
        if (values.length != columns) {
            throw new IllegalArgumentException(values.length + " values for " + columns + " columns");
        }
        lines.add(Stream.of(values).map(Results::cell).collect(Collectors.joining(",")));
        return this;
    }

    private static String cell(Object value) {
        String text = value instanceof Double number ? rounded(number) : value.toString();
        return text.matches("(?s).*[,\"\\n].*") ? '"' + text.replace("\"", "\"\"") + '"' : text;
    }

    private static String rounded(double number) {
        double size = Math.abs(number);
        int decimals = size >= 100 || size == 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%." + decimals + "f", number);
    }

    /** Writes the file, and replaces an earlier one. */
    public void write() throws IOException {
        Path file = Checkout.ROOT.resolve("benchmarks/results").resolve(table + ".csv");
        Files.createDirectories(file.getParent());
        Files.write(file, lines);
        System.out.println("wrote " + Checkout.ROOT.relativize(file));
    }
}
