package io.lambdaregistry.template;

import io.lambdaregistry.local.gateway.Routes;
import io.lambdaregistry.local.gateway.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * A template as maps, lists and strings. {@code !Ref X} becomes a map from {@code Ref} to {@code X}, and other short tags
 * become maps with {@code Fn::…}.
 */
record SamTemplate(String name, Map<String, Object> root) {
    static final String FUNCTION = "AWS::Serverless::Function";

    static final Path FOLDER = Path.of("..");

    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");

    private static final String GROUPED = "template-grouped.yaml";

    static SamTemplate read() {
        return read("template.yaml");
    }

    /** The template in which the operations of a role share a function. */
    static SamTemplate grouped() {
        return read(GROUPED);
    }

    static List<SamTemplate> both() {
        return List.of(read(), grouped());
    }

    private static SamTemplate read(String name) {
        try (InputStream yaml = Files.newInputStream(FOLDER.resolve(name))) {
            LoadSettings settings =
                    LoadSettings.builder().setMaxAliasesForCollections(500).build();
            Node root = new Compose(settings).composeInputStream(yaml).orElseThrow();
            return new SamTemplate(name, map(plain(root)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isGrouped() {
        return name.equals(GROUPED);
    }

    /** The routes as the local gateway reads them. */
    Routes apiRoutes() {
        try (InputStream yaml = Files.newInputStream(FOLDER.resolve(name))) {
            return Template.routes(yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    Map<String, Object> resources() {
        return child(root, "Resources");
    }

    /** The properties of the resources of a type, by logical name. */
    Map<String, Map<String, Object>> propertiesOf(String type) {
        Map<String, Map<String, Object>> found = new LinkedHashMap<>();
        resources().forEach((name, resource) -> {
            if (type(resource).equals(type)) {
                found.put(name, properties(name));
            }
        });
        return found;
    }

    Map<String, Map<String, Object>> functions() {
        return propertiesOf(FUNCTION);
    }

    Map<String, Object> properties(String resource) {
        Map<String, Object> declared = child(resources(), resource);
        return declared.containsKey("Properties") ? child(declared, "Properties") : Map.of();
    }

    /** The parameters whose values a part of the template has, by itself or by a condition. */
    Set<String> parametersIn(@Nullable Object part) {
        Set<String> found = new TreeSet<>();
        switch (part) {
            case List<?> list -> list.forEach(each -> found.addAll(parametersIn(each)));
            case Map<?, ?> map -> {
                map.values().forEach(value -> found.addAll(parametersIn(value)));
                if (map.get("Ref") instanceof String name) {
                    found.add(name);
                }
                if (map.get("Fn::If") instanceof List<?> choice) {
                    found.addAll(parametersIn(child(root, "Conditions").get(String.valueOf(choice.getFirst()))));
                }
                if (map.get("Fn::Sub") instanceof String text) {
                    VARIABLE.matcher(text).results().forEach(variable -> found.add(variable.group(1)));
                }
            }
            case null, default -> {
                // a literal value
            }
        }
        found.retainAll(child(root, "Parameters").keySet());
        return found;
    }

    static String type(Object resource) {
        return (String) Objects.requireNonNull(map(resource).get("Type"));
    }

    static Map<String, Object> child(Map<String, Object> parent, String name) {
        return map(Objects.requireNonNull(parent.get(name), name));
    }

    @SuppressWarnings("unchecked") // every mapping of the template has strings as keys
    static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    /** A list, or the one value that stands for a list of one. */
    static List<?> list(Map<String, Object> parent, String name) {
        Object value = Objects.requireNonNull(parent.get(name), name);
        return value instanceof List<?> list ? list : List.of(value);
    }

    private static Object plain(Node node) {
        Object value = switch (node) {
            case MappingNode mapping -> {
                Map<String, Object> map = new LinkedHashMap<>();
                mapping.getValue()
                        .forEach(entry ->
                                map.put(((ScalarNode) entry.getKeyNode()).getValue(), plain(entry.getValueNode())));
                yield map;
            }
            case SequenceNode sequence ->
                sequence.getValue().stream().map(SamTemplate::plain).toList();
            case ScalarNode scalar -> scalar.getValue();
            default -> throw new IllegalStateException("unexpected " + node);
        };
        String tag = node.getTag().getValue();
        return tag.startsWith("!") ? Map.of(tag.equals("!Ref") ? "Ref" : "Fn::" + tag.substring(1), value) : value;
    }
}
