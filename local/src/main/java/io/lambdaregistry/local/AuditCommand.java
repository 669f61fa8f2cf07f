package io.lambdaregistry.local;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.remote.Query;
import io.lambdaregistry.local.remote.RemoteRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        description = "Prints what was changed, a JSON object a line, the latest first.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class AuditCommand implements Callable<Integer> {
    private static final int PAGE = 1_000;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".registry",
            description = "Without --api, the folder of one that is not (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".registry");

    @Option(names = "--name", paramLabel = "NAME", description = "Only of models that have or had this name.")
    private @Nullable String name;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Only from then on: 2026-05-03, 2026-05-03T12:00:00Z.")
    private @Nullable String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Only before then.")
    private @Nullable String until;

    @Override
    public Integer call() throws StartException {
        Optional<RemoteRegistry> named = remote.named();
        if (named.isPresent()) {
            try (RemoteRegistry registry = named.get()) {
                return print(registry);
            }
        }
        try (LocalRegistry local = LocalRegistry.start(Options.inFolder(data));
                RemoteRegistry registry = new RemoteRegistry(local.uri(), Optional.empty())) {
            return print(registry);
        }
    }

    private int print(RemoteRegistry registry) throws StartException {
        PrintWriter out = spec.commandLine().getOut();
        Optional<String> token = Optional.empty();
        do {
            Map<?, ?> page = page(registry, token);
            if (page.get("events") instanceof List<?> events) {
                events.forEach(event -> out.println(Json.text(event)));
            }
            token = Optional.ofNullable(page.get("next_page_token")).map(String::valueOf);
        } while (token.isPresent() && !out.checkError());
        return CommandLine.ExitCode.OK;
    }

    private Map<?, ?> page(RemoteRegistry registry, Optional<String> token) throws StartException {
        Query query = Query.NONE.with("max_results", PAGE);
        query = with(query, "name", name);
        query = with(query, "since", since);
        query = with(query, "until", until);
        query = with(query, "page_token", token.orElse(null));
        String target = "/api/2.0/registry/audit" + query.text();
        try {
            HttpResponse<InputStream> response = registry.send("GET", target, Map.of(), new byte[0]);
            try (InputStream body = response.body()) {
                String text = new String(body.readAllBytes(), StandardCharsets.UTF_8);
                if (response.statusCode() == 200 && Json.parse(text) instanceof Map<?, ?> page) {
                    return page;
                }
                throw new StartException("The registry at " + registry.api() + " answered " + response.statusCode()
                        + ": " + text.strip());
            }
        } catch (IOException | UncheckedIOException e) {
            throw new StartException(
                    "The registry at " + registry.api() + " does not answer: " + StartException.reason(e), e);
        }
    }

    private static Query with(Query query, String parameter, @Nullable String value) {
        return value == null ? query : query.with(parameter, value);
    }
}
