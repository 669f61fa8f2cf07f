package io.lambdaregistry.dynamodb.event;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.LongTexts;
import io.lambdaregistry.event.RegistryEvent;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Items as the table's stream and its JSON have them: {@code {"S": "text"}}, {@code {"N": "1"}}, …. */
public final class StreamImages {
    private StreamImages() {}

    /**
     * The event that a record of the stream has, without its {@linkplain LongTexts long texts}; empty for a record of anything
     * else.
     *
     * @param newImage the record's {@code dynamodb.NewImage}
     */
    public static Optional<RegistryEvent> event(Map<?, ?> newImage) {
        return event(Item.of(attributes(newImage)));
    }

    static Optional<RegistryEvent> event(Item item) {
        return item.string(Keys.PK).startsWith(EventItems.PARTITION)
                ? Optional.of(EventItems.toEvent(item))
                : Optional.empty();
    }

    static Map<String, AttributeValue> attributes(Map<?, ?> image) {
        Map<String, AttributeValue> attributes = new HashMap<>();
        image.forEach((name, value) -> attributes.put(String.valueOf(name), attribute((Map<?, ?>) value)));
        return attributes;
    }

    private static AttributeValue attribute(Map<?, ?> typed) {
        Map.Entry<?, ?> only = typed.entrySet().iterator().next();
        Object value = only.getValue();
        return switch (String.valueOf(only.getKey())) {
            case "S" -> AttributeValue.fromS(String.valueOf(value));
            case "N" -> AttributeValue.fromN(String.valueOf(value));
            case "SS" -> AttributeValue.fromSs(texts((List<?>) value));
            case "NS" -> AttributeValue.fromNs(texts((List<?>) value));
            case "M" -> AttributeValue.fromM(attributes((Map<?, ?>) value));
            case "B" ->
                AttributeValue.fromB(SdkBytes.fromByteArray(Base64.getDecoder().decode(String.valueOf(value))));
            case "BOOL" -> AttributeValue.fromBool(Boolean.TRUE.equals(value));
            default -> AttributeValue.fromNul(true); // no event has lists
        };
    }

    private static List<String> texts(List<?> values) {
        return values.stream().map(String::valueOf).toList();
    }

    /** The item of an event as a record of the stream, with the {@link #sequenceNumber} of its event. */
    static Map<String, Object> record(Item event) {
        return Map.of(
                "eventName",
                "INSERT",
                "dynamodb",
                Map.of("NewImage", image(event.attributes()), "SequenceNumber", sequenceNumber(event)));
    }

    /** The place of an event among all events, unique and sorted by the events' order. */
    static String sequenceNumber(Item event) {
        return event.string(Keys.LISTING_SK);
    }

    /** An item as a record of the stream contains it. */
    public static Map<String, @Nullable Object> image(Map<String, AttributeValue> item) {
        Map<String, @Nullable Object> image = new LinkedHashMap<>();
        item.forEach((name, value) -> image.put(name, typed(value)));
        return image;
    }

    private static Map<String, Object> typed(AttributeValue value) {
        return switch (value.type()) {
            case S -> Map.of("S", value.s());
            case N -> Map.of("N", value.n());
            case SS -> Map.of("SS", value.ss());
            case NS -> Map.of("NS", value.ns());
            case M -> Map.of("M", image(value.m()));
            case B -> Map.of("B", Base64.getEncoder().encodeToString(value.b().asByteArray()));
            case BOOL -> Map.of("BOOL", value.bool());
            default -> Map.of("NULL", true);
        };
    }
}
