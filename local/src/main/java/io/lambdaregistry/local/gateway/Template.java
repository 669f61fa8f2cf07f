package io.lambdaregistry.local.gateway;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * Reads the routes of a SAM template. The YAML is read as nodes, so that CloudFormation's short tags (!Ref, !Sub …) need not be
 * resolved.
 */
public final class Template {
    /** Every function has an alias of the one list of settings. */
    private static final int MOST_ALIASES = 500;

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setLabel("template.yaml")
            .setMaxAliasesForCollections(MOST_ALIASES)
            .build();

    private Template() {}

    /** The routes of the template that this jar was built with. */
    public static Routes routes() {
        try (InputStream yaml = Template.class.getResourceAsStream("/io/lambdaregistry/local/template.yaml")) {
            if (yaml == null) {
                throw new IllegalStateException("This build has no template.yaml.");
            }
            return routes(yaml);
        } catch (IOException e) {
            throw new IllegalStateException("template.yaml cannot be read", e);
        }
    }

    /** @throws IllegalStateException where a function with a route has no handler, or a route no path or method */
    public static Routes routes(InputStream yaml) {
        List<Route> routes = new ArrayList<>();
        Optional<Node> root = new Compose(SETTINGS).composeInputStream(yaml);
        for (NodeTuple resource : entries(root.flatMap(node -> child(node, "Resources")))) {
            if (text(resource.getValueNode(), "Type").equals("AWS::Serverless::Function")) {
                addRoutes(name(resource), child(resource.getValueNode(), "Properties"), routes);
            }
        }
        return new Routes(routes);
    }

    private static void addRoutes(String function, Optional<Node> properties, List<Route> routes) {
        for (NodeTuple event : entries(properties.flatMap(node -> child(node, "Events")))) {
            Optional<Node> route = child(event.getValueNode(), "Properties");
            if (text(event.getValueNode(), "Type").equals("HttpApi") && !isDefault(route)) {
                routes.add(new Route(
                        required(function, route, "Method").toUpperCase(Locale.ROOT),
                        PathPattern.of(required(function, route, "Path")),
                        function,
                        handlerClass(required(function, properties, "Handler"))));
            }
        }
    }

    /**
     * Whether the route is {@code $default}, which matches what no other does. The gateway itself answers those requests, with
     * 404 or 405.
     */
    private static boolean isDefault(Optional<Node> route) {
        return route.flatMap(node -> child(node, "Path")).isEmpty()
                && route.flatMap(node -> child(node, "Method")).isEmpty();
    }

    private static String handlerClass(String handler) {
        int method = handler.indexOf("::");
        return method < 0 ? handler : handler.substring(0, method);
    }

    private static String required(String function, Optional<Node> mapping, String key) {
        String text = mapping.map(node -> text(node, key)).orElse("");
        if (text.isEmpty()) {
            throw new IllegalStateException("template.yaml: " + function + " has a route, but no " + key + ".");
        }
        return text;
    }

    private static List<NodeTuple> entries(Optional<Node> node) {
        return node.orElse(null) instanceof MappingNode mapping ? mapping.getValue() : List.of();
    }

    private static Optional<Node> child(Node node, String key) {
        return entries(Optional.of(node)).stream()
                .filter(entry -> name(entry).equals(key))
                .map(NodeTuple::getValueNode)
                .findFirst();
    }

    private static String text(Node node, String key) {
        return child(node, key).orElse(null) instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    private static String name(NodeTuple entry) {
        return entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
    }
}
