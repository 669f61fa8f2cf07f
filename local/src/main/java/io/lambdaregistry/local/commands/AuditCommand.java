package io.lambdaregistry.local.commands;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.remote.UrlQuery;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code registry audit}: the audit trail as JSON lines, the latest change first. */
@Command(
        name = "audit",
        description = "Prints the changes as JSON, one object a line, the latest first.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AuditCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private OwnApiOptions registry = new OwnApiOptions();

    @Option(names = "--name", paramLabel = "NAME", description = "Only changes of models that have or had this name.")
    private @Nullable String name;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only changes from this time on: 2026-05-03, 2026-05-03T12:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only changes before this time.")
    private @Nullable String until;

    @Override
    public Integer call() throws StartException {
        PrintWriter out = spec.commandLine().getOut();
        UrlQuery query = UrlQuery.NONE;
        query = with(query, "name", name);
        query = with(query, "since", since);
        query = with(query, "until", until);
        try (OwnApi api = registry.open()) {
            api.list("audit", query, "events", event -> out.println(Json.text(event)), () -> !out.checkError());
        }
        return CommandLine.ExitCode.OK;
    }

    private static UrlQuery with(UrlQuery query, String parameter, @Nullable String value) {
        return value == null ? query : query.with(parameter, value);
    }
}
