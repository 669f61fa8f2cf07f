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
 * YAML text as maps, lists and strings, and nothing else: a tag that asks for any other object is an error, and a plain
 * scalar stays the text it is, so that a run's id of digits is no number. What is deep or grows by aliases is refused.
 */
public final class Yaml {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_ALIASES = 50;
    private static final int MAX_NODES = 200_000;

    /** An empty scalar is null by its tag, and an empty text here. */
    private static final Set<Tag> PLAIN = Set.of(Tag.STR, Tag.SEQ, Tag.MAP, Tag.NULL);

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setMaxAliasesForCollections(MAX_ALIASES)
            .setUseMarks(false)
            .build();

    private int nodes;

    private Yaml() {}

    /**
     * Reads the one document of a text, which is in memory already and so bounded; a text without any is an empty string.
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
            throw RegistryException.invalid("It is no YAML that can be read: " + firstLine(e));
        }
    }

    /** Parsing needs no stack, composing does: so what is too deep is found before it is composed. */
    private static void checkDepth(String text) {
        int depth = 0;
        for (Event event : new Parse(SETTINGS).parseString(text)) {
            depth += event instanceof CollectionStartEvent ? 1 : event instanceof CollectionEndEvent ? -1 : 0;
            checkDepth(depth);
        }
    }

    private static void checkDepth(int depth) {
        if (depth > MAX_DEPTH) {
            throw new YamlEngineException("it nests more than " + MAX_DEPTH + " deep");
        }
    }

    /** @param depth counted again, since an alias may name what it is in */
    private Object plain(Node node, int depth) {
        checkDepth(depth);
        if (++nodes > MAX_NODES) {
            throw new YamlEngineException("it has more than " + MAX_NODES + " values");
        }
        if (!PLAIN.contains(node.getTag())) {
            throw new YamlEngineException("it asks for an object by the tag " + node.getTag());
        }
        return switch (node) {
            case ScalarNode scalar -> scalar.getValue();
            case SequenceNode sequence -> list(sequence, depth);
            case MappingNode mapping -> map(mapping, depth);
            default -> throw new YamlEngineException("it holds what is no value");
        };
    }

    private List<Object> list(SequenceNode sequence, int depth) {
        List<Object> list = new ArrayList<>();
        for (Node element : sequence.getValue()) {
            list.add(plain(element, depth + 1));
        }
        return list;
    }

    private Map<String, Object> map(MappingNode mapping, int depth) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                throw new YamlEngineException("it has a key that is no text");
            }
            if (map.put(key.getValue(), plain(entry.getValueNode(), depth + 1)) != null) {
                throw new YamlEngineException("it has the key " + key.getValue() + " twice");
            }
        }
        return map;
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
