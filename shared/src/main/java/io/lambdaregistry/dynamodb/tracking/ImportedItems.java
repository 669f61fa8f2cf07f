package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.LongTexts;
import io.lambdaregistry.dynamodb.kit.Revisions;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.tracking.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of a run or logged model of another registry: first the thing itself, then its parts. Its revision is 0 until it
 * is changed here, and until then an import may replace it.
 *
 * <p>The same thing always has the same items, so importing it again changes nothing.
 *
 * @param experiment the attribute that names the experiment, which must stay
 */
record ImportedItems(List<Item> items, String experiment) {
    private Item itself() {
        return items.getFirst();
    }

    /** @param here the items of the same partition */
    Standing standing(List<Item> here) {
        if (here.isEmpty()) {
            return Standing.ABSENT;
        }
        Map<Key, Map<String, AttributeValue>> present = byKey(here);
        Map<Key, Map<String, AttributeValue>> wanted = byKey(items);
        if (present.equals(wanted)) {
            return Standing.SAME;
        }
        Item old = here.getFirst();
        boolean replaceable = old.number(Revisions.REVISION) == 0
                && old.number(experiment) == itself().number(experiment)
                && wanted.keySet().containsAll(present.keySet());
        return replaceable ? Standing.OUTDATED : Standing.CHANGED_HERE;
    }

    /** The items by their keys. An item of an earlier version may have strings that are now stored behind it. */
    private static Map<Key, Map<String, AttributeValue>> byKey(List<Item> items) {
        return items.stream()
                .map(item -> item.without(LongTexts.BEHIND))
                .collect(Collectors.toMap(Item::key, LongTexts::stored, (first, again) -> first));
    }

    /**
     * Writes all items, if the thing is absent or was not changed here. One transaction writes the thing with as many of its
     * parts as fit; the others follow. If they are not written, the next import finds the thing outdated.
     *
     * @return whether it was written
     */
    boolean write(Table table) {
        List<Item> parts = List.copyOf(items.stream()
                .skip(1)
                .collect(Collectors.toMap(Item::key, Function.identity(), (first, again) -> first))
                .values());
        int first = table.fitting(parts.stream().map(Write::put).toList());
        List<Write> writes = new ArrayList<>();
        writes.add(Write.put(itself())
                .when(
                        "attribute_not_exists({pk}) OR ({revision} = {0} AND {" + experiment + "} = {1})",
                        List.of(Keys.PK, Revisions.REVISION, experiment),
                        Item.number(0),
                        itself().required(experiment))
                .orSkip());
        parts.subList(0, first).forEach(part -> writes.add(Write.put(part)));
        if (!table.tryTransact(writes).isWritten()) {
            return false;
        }
        table.batchPut(parts.subList(first, parts.size()));
        return true;
    }
}
