package io.lambdaregistry.yaml;

import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;

/**
 * Parses YAML into maps, lists and strings, and nothing else. It accepts what PyYAML's safe loader, which MLflow uses, accepts:
 * YAML 1.1's own tags ({@code !!binary}, {@code !!set}, {@code !!timestamp} and so on), merge keys, and duplicate keys, of which
 * the last counts. A tag for any other object is an error.
 *
 * <p>A scalar stays a text whatever its tag, so a run id of digits does not become a number. Deep nesting, and growth through
 * aliases, are rejected: the values of an alias are counted each time that it is used.
 */
public final class Yaml {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_NODES = 200_000;

    private static final Set<String> SCALARS = Set.of("str", "null", "bool", "int", "float", "binary", "timestamp");
    private static final Set<String> SEQUENCES = Set.of("seq", "omap", "pairs");
    private static final Set<String> MAPPINGS = Set.of("map", "set");

    /** YAML's non-specific tag, which leaves the type to the syntax. */
    private static final String NO_TAG = "!";

    private static final String MERGE = "<<";

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setMaxAliasesForCollections(Integer.MAX_VALUE) // the values behind the aliases are counted instead
            .setUseMarks(false)
            .build();

    private int nodes;

    private Yaml() {}

    /**
     * Parses a text of at most one document; no document gives an empty string. The text is in memory, so its size is bounded.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE with the parser's reason
     */
    public static Object parse(String text) {
        try {
            checkDepth(text);
            return new Compose(SETTINGS)
                    .composeString(text)
                    .map(root -> new Yaml().plain(root, 0))
                    .orElse("");
        } catch (YamlEngineException e) {
            throw RegistryException.invalid("The YAML cannot be read: " + firstLine(e));
        }
    }

    /** Rejects deep nesting before composing, because composing is recursive and parsing is not. */
    private static void checkDepth(String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            checkDepth(depth);
        }
    }

    private static void checkDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new YamlEngineException("it is nested more than " + MAX_DEPTH + " levels deep");
        }
    }

    /** @param depth counted again, because an alias may refer to a node that contains it */
    private Object plain(Node node, int depth) {
        count(depth);
        return switch (node) {
            case ScalarNode scalar -> text(scalar);
            case SequenceNode sequence -> list(sequence, depth);
            case MappingNode mapping -> {
                checkTag(mapping, MAPPINGS);
                Map<String, Object> map = new LinkedHashMap<>();
                putAll(map, mapping, depth);
                yield map;
            }
            default -> throw new YamlEngineException("it has a node that is neither a scalar nor a list nor a mapping");
        };
    }

    private void count(int depth) {
        checkDepth(depth);
        if (++nodes > MAX_NODES) {
            throw new YamlEngineException("it has more than " + MAX_NODES + " values");
        }
    }

    private static void checkTag(Node node, Set<String> allowed) {
        String tag = node.getTag().getValue();
        boolean standard = tag.startsWith(Tag.PREFIX) && allowed.contains(tag.substring(Tag.PREFIX.length()));
        if (!standard && !tag.equals(NO_TAG)) {
            throw new YamlEngineException(
                    "the tag " + tag + " stands for an object, and only texts, lists and mappings are read");
        }
    }

    private static String text(ScalarNode scalar) {
        checkTag(scalar, SCALARS);
        return scalar.getValue();
    }

    private List<Object> list(SequenceNode sequence, int depth) {
        checkTag(sequence, SEQUENCES);
        List<Object> list = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            list.add(plain(element, depth + 1));
        }
        return list;
    }

    /** Puts the merged values first, so that the mapping's own values replace them; of several merges the first counts. */
    private void putAll(Map<String, Object> map, MappingNode mapping, int depth) {
        for (NodeTuple entry : mapping.getValue().reversed()) {
            if (isMerge(entry.getKeyNode())) {
                merge(map, entry.getValueNode(), depth + 1);
            }
        }
        for (NodeTuple entry : mapping.getValue()) {
            if (!isMerge(entry.getKeyNode())) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    throw new YamlEngineException("it has a key that is not a text");
                }
                map.put(text(key), plain(entry.getValueNode(), depth + 1));
            }
        }
    }

    private static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.getScalarStyle() == ScalarStyle.PLAIN
                && scalar.getValue().equals(MERGE);
    }

    /** Merges one or several mappings; for each key, the first mapping that contains it counts. */
    private void merge(Map<String, Object> map, Node merged, int depth) {
        count(depth);
        switch (merged) {
            case MappingNode mapping -> putAll(map, mapping, depth);
            case SequenceNode sequence -> {
                for (Node element : sequence.getValue().reversed()) {
                    if (!(element instanceof MappingNode mapping)) {
                        throw new YamlEngineException("it merges a value that is not a mapping");
                    }
                    merge(map, mapping, depth + 1);
                }
            }
            default -> throw new YamlEngineException("it merges a value that is not a mapping");
        }
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
