package io.lambdaregistry.benchmarks.calls;

import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.local.LocalRegistry;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The cost of every operation, for the first request of a process and for a later one. The numbers are the same on any machine.
 */
final class CallsTable {
    /** Relative to the checkout. */
    static final Path ROWS = Path.of("benchmarks/results/calls.csv");

    static final Path PAGE = Path.of("benchmarks/calls.md");

    private CallsTable() {}

    /**
     * A row of the table.
     *
     * @param route the route of the request
     * @param what the example of the operation, in words
     * @param cold the cost of a process's first request
     */
    record Row(String route, String what, Cost cold, Cost warm) {
        String operation() {
            return warm.operation();
        }
    }

    static List<Row> measure() throws IOException {
        List<Row> rows = new ArrayList<>();
        try (LocalRegistry stores = LocalRegistry.inMemory();
                HttpClient uploads = HttpClient.newHttpClient()) {
            stores.stopSealing(); // it would change versions while they are measured
            Registry preparing = new Registry(stores);
            new InitialData(preparing).fill();
            for (Examples.Example example : new Examples(preparing, uploads).all()) {
                Registry process = new Registry(stores);
                Cost cold = cost(stores, process, example.requests().of(0));
                Cost warm = cost(stores, process, example.requests().of(1));
                rows.add(new Row(process.lastRoute(), example.what(), cold, warm));
            }
        }
        return rows;
    }

    /**
     * Waits a millisecond after preparing: two processes that change a model in the same millisecond would need a second
     * attempt. What was prepared counts as made long ago, however fast the machine is.
     */
    private static Cost cost(LocalRegistry stores, Registry process, Request request) throws IOException {
        forgetWhatIsRecent(stores);
        long made = System.currentTimeMillis();
        while (System.currentTimeMillis() == made) {
            Thread.onSpinWait();
        }
        return process.cost(request);
    }

    private static void forgetWhatIsRecent(LocalRegistry stores) {
        Table table = new Table(stores.dynamoDb(), stores.tableName());
        table.batchDelete(stores.dynamoDb().scanPaginator(scan -> scan.tableName(stores.tableName())).items().stream()
                .map(item -> table.item(item).key())
                .filter(key -> key.pk().startsWith("RECENT#"))
                .toList());
    }

    static List<String> csv(List<Row> rows) {
        String head = "operation,request,steps,calls,s3_calls,read_units,write_units,store_usd_per_million,"
                + "cold_steps,cold_calls,cold_read_units,cold_write_units,"
                + "table_read,listing_read,lookup_read,table_written,listing_written,lookup_written,"
                + "key_read,listing_key_read,key_written";
        return Stream.concat(Stream.of(head), rows.stream().map(CallsTable::csv))
                .toList();
    }

    private static String csv(Row row) {
        Cost warm = row.warm();
        Places places = warm.places();
        return String.join(
                ",",
                row.operation(),
                '"' + row.what() + '"',
                text(warm.steps()),
                text(warm.calls()),
                text(warm.s3Calls()),
                text(warm.readUnits()),
                text(warm.writeUnits()),
                text(warm.dollars()),
                text(row.cold().steps()),
                text(row.cold().calls()),
                text(row.cold().readUnits()),
                text(row.cold().writeUnits()),
                text(places.tableRead()),
                text(places.listingRead()),
                text(places.lookupRead()),
                text(places.tableWritten()),
                text(places.listingWritten()),
                text(places.lookupWritten()),
                text(places.keyRead()),
                text(places.listingKeyRead()),
                text(places.keyWritten()));
    }

    static List<String> page(List<Row> rows) {
        List<String> page = new ArrayList<>(List.of(
                "# Calls and capacity",
                "",
                "Produced by `benchmarks/run calls`; a test produces the table again, and fails where a number differs. \"In sequence\" counts the",
                "calls that wait for each other; \"in all\" counts all calls of DynamoDB and S3; \"a million\" is what a million requests cost there. Add",
                String.format(
                        Locale.ROOT,
                        "$%.2f for API Gateway, $%.2f for Lambda, and $%.4f for each millisecond that the function runs (1,769 MB on x86).",
                        Prices.MILLION_HTTP_API_REQUESTS,
                        Prices.MILLION_INVOCATIONS,
                        Prices.millionFunctionMilliseconds()),
                "\"Cold\" is the first request of a process, where that makes more calls. us-east-1, on demand, list prices of 2025.",
                "",
                "| operation | | in sequence | in all | of S3 | read units | write units | a million | cold |",
                "|---|---|--:|--:|--:|--:|--:|--:|---|"));
        rows.forEach(row -> page.add(line(row)));
        return page;
    }

    private static String line(Row row) {
        Cost warm = row.warm();
        Cost cold = row.cold();
        return "| %s | %s | %s | %s | %s | %s | %s | %s | %s |"
                .formatted(
                        row.operation(),
                        row.what(),
                        orNothing(warm.steps()),
                        orNothing(warm.calls()),
                        orNothing(warm.s3Calls()),
                        orNothing(warm.readUnits()),
                        orNothing(warm.writeUnits()),
                        warm.dollars() == 0 ? "" : String.format(Locale.ROOT, "$%.2f", warm.dollars()),
                        cold.calls() == warm.calls() ? "" : cold.steps() + ", " + cold.calls());
    }

    private static String orNothing(double number) {
        return number == 0 ? "" : text(number);
    }

    /** Units are multiples of a half; other numbers are written with up to four decimals. */
    private static String text(double number) {
        return number == Math.rint(number)
                ? Long.toString((long) number)
                : String.format(Locale.ROOT, "%.4f", number).replaceAll("0+$", "");
    }
}
