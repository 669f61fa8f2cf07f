package io.lambdaregistry.template;

import io.lambdaregistry.local.gateway.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/**
 * docs/openapi.yaml: the routes that are this registry's own. What the code knows is written anew from it: the routes, the name
 * and the summary of each operation, its parameters with their types, limits and defaults. What only people know is kept:
 * descriptions, tags, and the schemas of responses, which a test compares with the responses.
 */
final class OpenApi {
    static final Path FILE = Path.of("../docs/openapi.yaml");

    private static final String OWN = "/{api}/2.0/registry/";
    private static final Set<String> OWN_OF_THE_SERVER = Set.of("/health", "/version");
    private static final Path SOURCES = Path.of("../functions/src/main/java");

    private static final String HEADER = """
            # The routes of this registry's own. `WRITE_OPENAPI=true ./mvnw -pl local -am test -Dtest=OpenApiTest
            # -Dsurefire.failIfNoSpecifiedTests=false` writes what the code knows anew, and keeps descriptions, tags and responses.
            """;

    /** The sentence behind the route in the Javadoc of an operation. */
    private static final Pattern SUMMARY =
            Pattern.compile("/\\*\\*[\\s*]+\\{@code (?:GET|POST)[^}]*}: (.*?[.])\\s", Pattern.DOTALL);

    /**
     * What is known of an operation.
     *
     * @param handler the simple name of the class
     * @param given the parameters that every request had that succeeded
     */
    record Operation(Route route, String handler, Set<String> given) {}

    private OpenApi() {}

    static boolean isOwn(Route route) {
        return route.path().text().startsWith(OWN)
                || OWN_OF_THE_SERVER.contains(route.path().text());
    }

    static String committed() throws IOException {
        return Files.readString(FILE);
    }

    static Map<String, Object> read(String yaml) {
        return map(new Load(LoadSettings.builder().build()).loadFromString(yaml));
    }

    static String path(Route route) {
        return route.path().text().replace("{api}", "api");
    }

    /** The file's text as the code wants it, which keeps what people have written into the committed text. */
    static String text(String committed, String version, List<Operation> operations) throws IOException {
        Map<String, Object> root = read(committed);
        map(root.get("info")).put("version", version);
        Map<String, Object> before = map(root.get("paths"));
        Map<String, Map<String, Object>> paths = new TreeMap<>();
        for (Operation operation : operations) {
            String method = operation.route().method().toLowerCase(Locale.ROOT);
            Map<String, Object> written =
                    map(map(before.get(path(operation.route()))).get(method));
            paths.computeIfAbsent(path(operation.route()), path -> new TreeMap<>())
                    .put(method, operation(operation, written));
        }
        root.put("paths", paths);
        DumpSettings settings = DumpSettings.builder()
                .setDefaultFlowStyle(FlowStyle.BLOCK)
                .setWidth(120)
                .setDereferenceAliases(true)
                .build();
        return HEADER + new Dump(settings).dumpToString(root);
    }

    private static Map<String, Object> operation(Operation operation, Map<String, Object> written) throws IOException {
        Path source = source(operation.handler());
        Map<String, Object> made = new LinkedHashMap<>();
        made.put(
                "operationId",
                operation.handler().substring(0, 1).toLowerCase(Locale.ROOT)
                        + operation.handler().substring(1));
        made.put("summary", summary(source));
        copy("description", written, made);
        copy("tags", written, made);
        String handler =
                SOURCES.relativize(source).toString().replace(".java", "").replace('/', '.');
        List<ReadParameters.Parameter> parameters = ReadParameters.of(handler);
        if (!parameters.isEmpty()) {
            if (operation.route().method().equals("GET")) {
                made.put("parameters", query(parameters, operation.given(), written));
            } else {
                made.put("requestBody", body(parameters, operation.given(), written));
            }
        }
        made.put("responses", written.getOrDefault("responses", Map.of("200", Map.of("description", "The response."))));
        return made;
    }

    private static List<Map<String, Object>> query(
            List<ReadParameters.Parameter> parameters, Set<String> given, Map<String, Object> written) {
        List<Map<String, Object>> made = new ArrayList<>();
        for (ReadParameters.Parameter parameter : parameters) {
            Map<String, Object> before = new LinkedHashMap<>();
            for (Object each : written.get("parameters") instanceof List<?> all ? all : List.of()) {
                if (parameter.name().equals(map(each).get("name"))) {
                    before = map(each);
                }
            }
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("name", parameter.name());
            one.put("in", "query");
            copy("description", before, one);
            one.put("required", isRequired(parameter, given));
            one.put("schema", schema(parameter, map(before.get("schema"))));
            made.add(one);
        }
        return made;
    }

    private static Map<String, Object> body(
            List<ReadParameters.Parameter> parameters, Set<String> given, Map<String, Object> written) {
        Map<String, Object> json =
                map(map(map(written.get("requestBody")).get("content")).get("application/json"));
        Map<String, Object> before = map(map(json.get("schema")).get("properties"));
        Map<String, Object> properties = new LinkedHashMap<>();
        parameters.forEach(parameter ->
                properties.put(parameter.name(), schema(parameter, map(before.get(parameter.name())))));
        List<String> required = parameters.stream()
                .filter(parameter -> isRequired(parameter, given))
                .map(ReadParameters.Parameter::name)
                .toList();
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        schema.put("properties", properties);
        Map<String, Object> made = new LinkedHashMap<>();
        made.put("required", !required.isEmpty());
        made.put("content", Map.of("application/json", Map.of("schema", schema)));
        return made;
    }

    private static boolean isRequired(ReadParameters.Parameter parameter, Set<String> given) {
        return parameter.demanded() && given.contains(parameter.name());
    }

    private static Map<String, Object> schema(ReadParameters.Parameter parameter, Map<String, Object> before) {
        Map<String, Object> schema = new LinkedHashMap<>(parameter.schema());
        copy("description", before, schema);
        copy("enum", before, schema);
        return schema;
    }

    private static void copy(String key, Map<String, Object> from, Map<String, Object> to) {
        if (from.get(key) != null) {
            to.put(key, from.get(key));
        }
    }

    private static Path source(String handler) throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(file -> file.endsWith(handler + ".java"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static String summary(Path source) throws IOException {
        Matcher summary = SUMMARY.matcher(Files.readString(source));
        if (!summary.find()) {
            throw new AssertionError(
                    "The Javadoc of " + source + " does not begin with {@code METHOD route}: and a sentence.");
        }
        String sentence = summary.group(1).replaceAll("\\s+\\*?\\s*", " ").replaceAll("\\{@\\w+ ([^}]*)}", "$1");
        return sentence.substring(0, 1).toUpperCase(Locale.ROOT) + sentence.substring(1);
    }

    @SuppressWarnings("unchecked") // YAML and JSON have string keys here
    static Map<String, Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, Object>) map : new LinkedHashMap<>();
    }
}
