package io.lambdaregistry.local.commands;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.remote.UrlQuery;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code registry gc}: starts now the collection that the registry otherwise runs by itself. */
@Command(
        name = "gc",
        description = "Deletes for good what can no longer be restored, with its files.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class GcCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private OwnApiOptions registry = new OwnApiOptions();

    @Mixin
    private Retention retention = new Retention();

    @Option(names = "--dry-run", description = "Only print what would be collected, one JSON object a line.")
    private boolean dryRun;

    @Override
    public Integer call() throws StartException {
        try (OwnApi api = registry.open(retention::of)) {
            PrintWriter out = spec.commandLine().getOut();
            if (dryRun) {
                api.list(
                        "deleted",
                        UrlQuery.NONE.with("collectable", "true"),
                        "deleted",
                        thing -> out.println(Json.text(thing)),
                        () -> !out.checkError());
            } else {
                out.println(collect(api));
            }
            return CommandLine.ExitCode.OK;
        }
    }

    /** Repeats the request, which works for a limited number of seconds, until everything is collected. */
    private static String collect(OwnApi api) throws StartException {
        long things = 0;
        long files = 0;
        long bytes = 0;
        Map<?, ?> answer;
        do {
            answer = api.post("gc", Map.of());
            things += number(answer, "collected");
            files += number(answer, "files");
            bytes += number(answer, "bytes");
        } while (!Boolean.TRUE.equals(answer.get("complete")));
        return "Collected %,d things and %,d files of %,d bytes.".formatted(things, files, bytes);
    }

    private static long number(Map<?, ?> answer, String name) {
        return answer.get(name) instanceof Number number ? number.longValue() : 0;
    }
}
