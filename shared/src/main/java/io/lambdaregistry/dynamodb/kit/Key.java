package io.lambdaregistry.dynamodb.kit;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The primary key of an item.
 *
 * @param pk the partition, which begins with the kind of its items
 * @param sk the place in the partition
 */
public record Key(String pk, String sk) {
    /** The kind of the item, by the words with which its partition begins: {@code MODEL} for {@code MODEL#<name>}. */
    String kind() {
        int end = pk.indexOf('#');
        return end < 0 ? pk : pk.substring(0, end);
    }

    Map<String, AttributeValue> attributes() {
        return Map.of(Keys.PK, AttributeValue.fromS(pk), Keys.SK, AttributeValue.fromS(sk));
    }
}
