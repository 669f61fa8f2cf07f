import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes the second template, and the classes that it needs: {@code java Group.java <template> <grouped template> <package's
 * folder>}. In the second template the operations that have the same role share a function.
 *
 * <p>Functions share one if they are called by routes only and differ in nothing but their handlers and their routes. All else
 * is copied. The templates are read as lines: the form of template.yaml is regular, and tests compare what the two of them mean.
 */
final class Group {
    private static final String PACKAGE = "io.lambdaregistry.functions.grouped";
    private static final int LONGEST_LINE = 120;

    /**
     * Each route is a statement of up to 600 bytes in the function's policy, and Lambda allows 20 KB. A role with more routes has
     * two functions: one for models and versions, one for experiments, runs and logged models.
     */
    private static final int MOST_ROUTES = 30;

    private static final Pattern TRACKING = Pattern.compile("/mlflow/(experiments|runs|logged-models)\\b");

    private static final Pattern RESOURCE = Pattern.compile("  (\\w+):.*");
    private static final Pattern HANDLER = Pattern.compile("      Handler: ([\\w.]+)::handleRequest");
    private static final Pattern ROLE = Pattern.compile("      Role: !GetAtt (\\w+)Role\\.Arn");
    private static final Pattern EVENT = Pattern.compile("        (\\w+):");
    private static final Pattern PATH = Pattern.compile("\\bPath: \"?([^\",]+)");
    private static final Pattern METHOD = Pattern.compile("\\bMethod: (\\w+)");
    private static final Pattern KEPT_READY = Pattern.compile(" +- !Sub \"\\$\\{\\w+\\.Arn}:live\"");

    /** A resource, with the comments before it. */
    private record Resource(List<String> comments, String name, List<String> lines) {}

    /** An event of a function: a route, if it is one of the API. */
    private record Event(String name, List<String> lines) {
        boolean isRoute() {
            return text().contains("Type: HttpApi");
        }

        String routeKey() {
            return first(PATH, text()).isEmpty() ? "$default" : first(METHOD, text()) + " " + first(PATH, text());
        }

        private String text() {
            return String.join("\n", lines);
        }
    }

    /** @param rest the lines of the function without its handler and its events */
    private record Function(Resource resource, String handler, List<String> rest, List<Event> events) {
        static Function of(Resource resource) {
            List<String> rest = new ArrayList<>();
            List<Event> events = new ArrayList<>();
            boolean inEvents = false;
            for (String line : resource.lines().subList(1, resource.lines().size())) {
                inEvents = line.startsWith("       ") ? inEvents : line.equals("      Events:");
                Matcher event = EVENT.matcher(line);
                if (inEvents && event.matches()) {
                    events.add(new Event(event.group(1), new ArrayList<>()));
                } else if (inEvents && !events.isEmpty()) {
                    events.getLast().lines().add(line);
                } else if (!inEvents && !HANDLER.matcher(line).matches()) {
                    rest.add(line);
                }
            }
            return new Function(resource, handlerOf(resource), rest, events);
        }

        private static String handlerOf(Resource resource) {
            return resource.lines().stream()
                    .map(HANDLER::matcher)
                    .filter(Matcher::matches)
                    .map(found -> found.group(1))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(resource.name() + " has no handler"));
        }

        String role() {
            return rest.stream().map(line -> first(ROLE, line)).collect(Collectors.joining());
        }

        boolean canShare() {
            return !role().isEmpty() && events.stream().allMatch(Event::isRoute);
        }

        boolean isOfTracking() {
            return events.stream()
                    .anyMatch(event -> TRACKING.matcher(event.routeKey()).find());
        }

        String simpleName() {
            return handler.substring(handler.lastIndexOf('.') + 1);
        }
    }

    /** A function for several. */
    private record Shared(String name, List<Function> functions) {
        Shared {
            int routes = functions.stream()
                    .mapToInt(function -> function.events().size())
                    .sum();
            if (routes > MOST_ROUTES) {
                throw new IllegalStateException(
                        name + " would have " + routes + " routes, and Lambda's policy has room for " + MOST_ROUTES
                                + ": give some of them another function.");
            }
        }

        List<String> lines() {
            List<String> lines = new ArrayList<>(List.of("  " + name + ":"));
            for (String line : functions.getFirst().rest()) {
                lines.add(line);
                if (line.startsWith("      CodeUri:")) {
                    lines.add("      Handler: " + PACKAGE + "." + name + "::handleRequest");
                }
            }
            lines.add("      Events:");
            for (Function function : functions) {
                for (Event event : function.events()) {
                    lines.add("        " + function.simpleName()
                            + (function.events().size() > 1 ? event.name() : "") + ":");
                    lines.addAll(event.lines());
                }
            }
            return lines;
        }

        String javaClass() {
            Set<String> imports = new TreeSet<>(Set.of(
                    "io.lambdaregistry.functions.http.ApiHandler",
                    "io.lambdaregistry.functions.http.OperationGroup",
                    "java.util.HashMap",
                    "java.util.Map"));
            List<String> statements = new ArrayList<>();
            for (Function function : functions) {
                imports.add(function.handler());
                String type = function.simpleName();
                String operation = "new " + type + "()";
                if (function.events().size() > 1) {
                    String variable = type.substring(0, 1).toLowerCase(Locale.ROOT) + type.substring(1);
                    statements.add("        ApiHandler " + variable + " = " + operation + ";");
                    operation = variable;
                }
                for (Event event : function.events()) {
                    String arguments = "\"" + event.routeKey() + "\", " + operation + ");";
                    String statement = "        operations.put(" + arguments;
                    statements.add(
                            statement.length() <= LONGEST_LINE
                                    ? statement
                                    : "        operations.put(\n                " + arguments);
                }
            }
            return """
                    package %s;

                    %s

                    /** The operations of one role in one function, for template-grouped.yaml. The build writes this class from template.yaml. */
                    public final class %s extends OperationGroup {
                        public %s() {
                            super(operations());
                        }

                        private static Map<String, ApiHandler> operations() {
                            Map<String, ApiHandler> operations = new HashMap<>();
                    %s
                            return operations;
                        }
                    }
                    """.formatted(
                            PACKAGE,
                            imports.stream().map(type -> "import " + type + ";").collect(Collectors.joining("\n")),
                            name,
                            name,
                            String.join("\n", statements));
        }
    }

    private final List<String> head = new ArrayList<>();
    private final List<Resource> resources = new ArrayList<>();
    private final List<String> tail = new ArrayList<>();

    private Group(List<String> template) {
        int start = template.indexOf("Resources:") + 1;
        head.addAll(template.subList(0, start));
        List<String> pending = new ArrayList<>(); // comments and empty lines, which belong to what follows
        int next = start;
        for (; next < template.size() && !template.get(next).matches("\\w.*"); next++) {
            String line = template.get(next);
            Matcher resource = RESOURCE.matcher(line);
            if (line.isBlank() || line.startsWith("  #")) {
                pending.add(line);
            } else if (resource.matches()) {
                resources.add(new Resource(List.copyOf(pending), resource.group(1), new ArrayList<>(List.of(line))));
                pending.clear();
            } else {
                resources.getLast().lines().addAll(pending);
                resources.getLast().lines().add(line);
                pending.clear();
            }
        }
        tail.addAll(pending);
        tail.addAll(template.subList(next, template.size()));
    }

    public static void main(String[] files) throws IOException {
        Group template = new Group(Files.readAllLines(Path.of(files[0])));
        Map<String, Shared> shared = template.shared();
        write(Path.of(files[1]), template.grouped(shared, Path.of(files[0]).getFileName()));
        for (Shared each : new LinkedHashSet<>(shared.values())) {
            write(Path.of(files[2]).resolve(each.name() + ".java"), each.javaClass());
        }
    }

    /** A file that is right already keeps its time, so that nothing is compiled anew. */
    private static void write(Path file, String content) throws IOException {
        if (!Files.exists(file) || !Files.readString(file).equals(content)) {
            Files.writeString(file, content);
        }
    }

    /** The functions that share one, by their names. */
    private Map<String, Shared> shared() {
        Map<List<String>, List<Function>> alike = new LinkedHashMap<>();
        resources.stream()
                .filter(resource -> resource.lines().contains("    Type: AWS::Serverless::Function"))
                .map(Function::of)
                .filter(Function::canShare)
                .forEach(function -> alike.computeIfAbsent(function.rest(), rest -> new ArrayList<>())
                        .add(function));
        Map<String, Shared> shared = new LinkedHashMap<>();
        Set<String> names = resources.stream().map(Resource::name).collect(Collectors.toCollection(TreeSet::new));
        for (List<Function> functions : alike.values()) {
            for (Shared each : functions.size() > 1 ? parts(functions) : List.<Shared>of()) {
                if (!names.add(each.name())) {
                    throw new IllegalStateException("There are two of the name " + each.name() + ".");
                }
                each.functions()
                        .forEach(function -> shared.put(function.resource().name(), each));
            }
        }
        return shared;
    }

    private static List<Shared> parts(List<Function> functions) {
        String role = functions.getFirst().role();
        if (functions.stream().mapToInt(function -> function.events().size()).sum() <= MOST_ROUTES) {
            return List.of(new Shared(role + "Operations", functions));
        }
        Map<Boolean, List<Function>> parts =
                functions.stream().collect(Collectors.partitioningBy(Function::isOfTracking));
        return Stream.of(false, true)
                .map(tracking -> new Shared(
                        role + (tracking ? "Tracking" : "Registry") + "Operations",
                        parts.getOrDefault(tracking, List.of())))
                .toList();
    }

    private String grouped(Map<String, Shared> shared, Path source) {
        List<String> lines =
                new ArrayList<>(List.of("# The build writes this file from " + source + ": change that one."));
        lines.addAll(head);
        Set<Shared> written = new LinkedHashSet<>();
        for (Resource resource : resources) {
            Shared function = shared.get(resource.name());
            if (function == null) {
                lines.addAll(resource.comments());
                lines.addAll(resource.lines());
            } else if (written.add(function)) {
                lines.add("");
                lines.add("  # ---- " + function.functions().size() + " functions of the other template ----");
                lines.add("");
                lines.addAll(function.lines());
            }
        }
        lines.addAll(tail);
        return String.join("\n", withNamesOf(shared, lines)) + "\n";
    }

    /** Every reference to a function that shares one becomes a reference to that one; lists name it once. */
    private static List<String> withNamesOf(Map<String, Shared> shared, List<String> lines) {
        List<String> renamed = new ArrayList<>();
        Set<String> keptReady = new LinkedHashSet<>();
        for (String line : lines) {
            String now = line;
            for (Map.Entry<String, Shared> each : shared.entrySet()) {
                now = now.replaceAll(
                        "(\\$\\{|!Ref |!GetAtt )" + each.getKey() + "\\b",
                        "$1" + each.getValue().name());
            }
            if (!KEPT_READY.matcher(now).matches() || keptReady.add(now)) {
                renamed.add(now);
            }
        }
        return renamed;
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }
}
