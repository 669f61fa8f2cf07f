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
 * YAML text as maps, lists and strings, and nothing else. It reads what PyYAML's safe loader reads, which is MLflow's: the
 * tags of YAML 1.1 itself ({@code !!binary}, {@code !!set}, {@code !!timestamp} and so on), merge keys, and of a key that is
 * given twice the last value. A tag that asks for any other object is an error.
 *
 * <p>A scalar stays the text it is, whatever its tag, so that a run's id of digits is no number. What is deep or grows by
 * aliases is refused: an alias counts as often as it is used.
 */
public final class Yaml {
    private static final int MAX_DEPTH = 50;
    private static final int MAX_NODES = 200_000;

    private static final Set<String> SCALARS = Set.of("str", "null", "bool", "int", "float", "binary", "timestamp");
    private static final Set<String> SEQUENCES = Set.of("seq", "omap", "pairs");
    private static final Set<String> MAPPINGS = Set.of("map", "set");

    /** Says that a value is what its syntax says. */
    private static final String NO_TAG = "!";

    private static final String MERGE = "<<";

    private static final LoadSettings SETTINGS = LoadSettings.builder()
            .setSchema(new FailsafeSchema())
            .setMaxAliasesForCollections(Integer.MAX_VALUE) // the values that they stand for are counted instead
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
            default -> throw new YamlEngineException("it holds what is no value");
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
            throw new YamlEngineException("it asks for an object by the tag " + tag);
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

    /** What a mapping merges comes first, so that its own values replace it; of several merges the first counts. */
    private void putAll(Map<String, Object> map, MappingNode mapping, int depth) {
        for (NodeTuple entry : mapping.getValue().reversed()) {
            if (isMerge(entry.getKeyNode())) {
                merge(map, entry.getValueNode(), depth + 1);
            }
        }
        for (NodeTuple entry : mapping.getValue()) {
            if (!isMerge(entry.getKeyNode())) {
                if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                    throw new YamlEngineException("it has a key that is no text");
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

    /** Of several mappings that are merged, the first that has a key counts. */
    private void merge(Map<String, Object> map, Node merged, int depth) {
        count(depth);
        switch (merged) {
            case MappingNode mapping -> putAll(map, mapping, depth);
            case SequenceNode sequence -> {
                for (Node element : sequence.getValue().reversed()) {
                    if (!(element instanceof MappingNode mapping)) {
                        throw new YamlEngineException("it merges what is no mapping");
                    }
                    merge(map, mapping, depth + 1);
                }
            }
            default -> throw new YamlEngineException("it merges what is no mapping");
        }
    }

    private static String firstLine(YamlEngineException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }
}
