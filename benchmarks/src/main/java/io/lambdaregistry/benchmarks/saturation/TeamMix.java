package io.lambdaregistry.benchmarks.saturation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The requests of a team: 70 % reads, 20 % searches, 10 % writes, with equal shares of the operations of a kind. Their costs
 * come from the table of calls.
 */
final class TeamMix {
    private static final Map<Double, List<String>> KINDS = kinds();
    private static final Pattern CELL = Pattern.compile("\"([^\"]*)\"|([^,]+)|(?<=,)(?=,)");

    private TeamMix() {}

    /** Rows of the table, by operation and example, for each kind's share of all requests. */
    private static Map<Double, List<String>> kinds() {
        Map<Double, List<String>> kinds = new LinkedHashMap<>();
        kinds.put(
                0.7,
                List.of(
                        "GetRegisteredModel|4 stages in use",
                        "GetModelVersion|",
                        "GetModelVersionByAlias|",
                        "GetModelVersionDownloadUri|",
                        "GetRun|20 params, 20 metrics"));
        kinds.put(
                0.2,
                List.of(
                        "SearchRegisteredModels|exact name",
                        "SearchRegisteredModels|name LIKE 'listed%', page of 25",
                        "SearchRegisteredModels|exact tag, page of 25",
                        "SearchRegisteredModels|page of 25",
                        "SearchModelVersions|of a run, 3",
                        "SearchModelVersions|of a model, 12",
                        "SearchRuns|page of 25"));
        kinds.put(
                0.1,
                List.of(
                        "CreateRegisteredModel|description and 3 tags",
                        "CreateModelVersion|of a run, description and 3 tags",
                        "SetRegisteredModelTag|",
                        "SetModelVersionTag|",
                        "SetRegisteredModelAlias|",
                        "TransitionModelVersionStage|archives one",
                        "UpdateRegisteredModel|4 stages in use",
                        "CreateRun|3 tags",
                        "LogBatch|20 params, 20 metrics, 3 tags"));
        return kinds;
    }

    static List<Operation> read(Path calls) throws IOException {
        List<String> lines = Files.readAllLines(calls);
        List<String> head = cells(lines.getFirst());
        Map<String, Map<String, String>> rows = new LinkedHashMap<>();
        for (String line : lines.subList(1, lines.size())) {
            List<String> cells = cells(line);
            Map<String, String> row = new LinkedHashMap<>();
            for (int i = 0; i < head.size(); i++) {
                row.put(head.get(i), cells.get(i));
            }
            rows.put(cells.get(0) + "|" + cells.get(1), row);
        }
        List<Operation> mix = new ArrayList<>();
        KINDS.forEach((share, names) -> names.forEach(
                name -> mix.add(operation(name, share / names.size(), Objects.requireNonNull(rows.get(name), name)))));
        return mix;
    }

    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        Matcher cell = CELL.matcher(line);
        while (cell.find()) {
            cells.add(cell.group(1) != null ? cell.group(1) : cell.group());
        }
        return cells;
    }

    private static Operation operation(String name, double share, Map<String, String> row) {
        return new Operation(
                name.replace("|", ", ").replaceAll(", $", ""),
                share,
                (int) number(row, "steps"),
                number(row, "table_read"),
                number(row, "listing_read"),
                number(row, "lookup_read"),
                number(row, "table_written"),
                number(row, "listing_written"),
                number(row, "lookup_written"),
                number(row, "key_read"),
                number(row, "listing_key_read"),
                number(row, "key_written"));
    }

    private static double number(Map<String, String> row, String column) {
        return Double.parseDouble(Objects.requireNonNull(row.get(column), column));
    }
}
