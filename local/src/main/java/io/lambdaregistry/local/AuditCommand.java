package io.lambdaregistry.local;

import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
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

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "A registry that is running; MLFLOW_TRACKING_AWS_SIGV4=true has requests signed.")
    private @Nullable URI url;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".registry",
            description = "Without --url, the folder of one that is not (default: ${DEFAULT-VALUE}).")
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
        if (url != null) {
            return print(url);
        }
        try (LocalRegistry registry = LocalRegistry.start(Options.inFolder(data))) {
            return print(registry.uri());
        }
    }

    private int print(URI registry) throws StartException {
        PrintWriter out = spec.commandLine().getOut();
        try (HttpClient http = HttpClient.newHttpClient()) {
            Optional<String> token = Optional.empty();
            do {
                Map<?, ?> page = page(http, registry, token);
                if (page.get("events") instanceof List<?> events) {
                    events.forEach(event -> out.println(Json.text(event)));
                }
                token = Optional.ofNullable(page.get("next_page_token")).map(String::valueOf);
            } while (token.isPresent() && !out.checkError());
        }
        return CommandLine.ExitCode.OK;
    }

    private Map<?, ?> page(HttpClient http, URI registry, Optional<String> token) throws StartException {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("max_results", Integer.toString(PAGE));
        put(query, "name", name);
        put(query, "since", since);
        put(query, "until", until);
        put(query, "page_token", token.orElse(null));
        String base = registry.toString().replaceFirst("/+$", "");
        URI uri = URI.create(base + "/api/2.0/registry/audit?"
                + query.entrySet().stream()
                        .map(parameter -> parameter.getKey() + "="
                                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8)
                                        .replace("+", "%20"))
                        .collect(Collectors.joining("&")));
        try {
            HttpRequest request = Boolean.parseBoolean(System.getenv("MLFLOW_TRACKING_AWS_SIGV4"))
                    ? SignedRequest.get(uri)
                    : HttpRequest.newBuilder(uri).build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            if (response.statusCode() == 200 && Json.parse(response.body()) instanceof Map<?, ?> page) {
                return page;
            }
            throw new StartException("The registry at " + registry + " answered " + response.statusCode() + ": "
                    + response.body().strip());
        } catch (IOException | UncheckedIOException e) {
            throw new StartException(
                    "The registry at " + registry + " does not answer: " + StartException.reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted", e);
        }
    }

    private static void put(Map<String, String> query, String parameter, @Nullable String value) {
        if (value != null) {
            query.put(parameter, value);
        }
    }
}
