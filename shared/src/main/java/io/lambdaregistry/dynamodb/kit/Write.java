package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.Fault;
import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * One write of one item, with its condition and the meaning of a failure of the condition. A write is sent alone or as a part of a
 * transaction. If several conditions of a transaction fail, the first write decides.
 *
 * <p>The meaning is given in two steps. {@link #orRefuseIf}, {@link #orRefuseUnless} and {@link #orFoundUnless} look at the stored
 * item, in the order in which they were added. If none of them applies, the last step decides: {@link #orRefuse},
 * {@link #orLostRace}, {@link #orSkip} or {@link #orFound}. If a write gives no meaning and its condition fails, the registry has a
 * fault: the error is INTERNAL_ERROR, and the log has the condition.
 *
 * <p>Attribute names are always placeholders, so no name can meet a reserved word; a path of several names reaches into a map.
 */
public final class Write {
    private enum Kind {
        PUT,
        UPDATE,
        DELETE,
        CHECK
    }

    private final Kind kind;
    private Map<String, AttributeValue> target;
    private final Map<String, String> names = new HashMap<>();
    private final Set<String> attributes = new HashSet<>();
    private final Map<String, AttributeValue> values = new HashMap<>();
    private final List<String> sets = new ArrayList<>();
    private final List<String> removes = new ArrayList<>();
    private final List<String> adds = new ArrayList<>();
    private final List<String> takes = new ArrayList<>();
    private final List<String> conditions = new ArrayList<>();
    private final List<Explanation> explanations = new ArrayList<>();
    private boolean isOfExisting;
    private @Nullable Explanation end;

    /** A meaning of a failed condition, given the stored item: returns an outcome, throws, or is empty if it does not apply. */
    private interface Explanation {
        Optional<Outcome> of(Optional<Item> found);
    }

    private Write(Kind kind, Map<String, AttributeValue> target) {
        this.kind = kind;
        this.target = target;
    }

    /** Replaces an item, or creates it. */
    public static Write put(Item item) {
        return new Write(Kind.PUT, item.attributes());
    }

    /**
     * Says of a put that its item exists already, perhaps under another key. It is not refused for leaving no room, since an earlier
     * release may have filled it.
     */
    public Write ofExisting() {
        isOfExisting = true;
        return this;
    }

    /** Changes attributes of an item, or creates an item with them. */
    public static Write update(Key key) {
        return new Write(Kind.UPDATE, key.attributes());
    }

    /** An update of an item that is listed right behind another, as {@link Item#behind} is. */
    public static Write updateBehind(Item other, Key key) {
        return update(key)
                .set(Keys.LISTING_PK, other.string(Keys.LISTING_PK))
                .set(Keys.LISTING_SK, other.placeBehind(key));
    }

    /** Deletes an item; a missing one is no failure. */
    public static Write delete(Key key) {
        return new Write(Kind.DELETE, key.attributes());
    }

    /** Writes nothing, and has the transaction fail if its condition does not hold. */
    public static Write check(Key key) {
        return new Write(Kind.CHECK, key.attributes());
    }

    /** Sets a value at a path. */
    public Write set(AttributeValue value, String... path) {
        sets.add(path(path) + " = " + value(value));
        return this;
    }

    /** Sets a string, or removes the attribute if the value is null. */
    public Write set(String name, @Nullable String value) {
        return value == null ? remove(name) : set(AttributeValue.fromS(value), name);
    }

    /** Sets an integer. */
    public Write set(String name, long value) {
        return set(Item.number(value), name);
    }

    /** Sets an attribute that the item does not have yet. */
    public Write setIfAbsent(AttributeValue value, String name) {
        String path = path(name);
        sets.add(path + " = if_not_exists(" + path + ", " + value(value) + ")");
        return this;
    }

    /** Removes the attribute or the entry at a path; a missing one is no failure. */
    public Write remove(String... path) {
        removes.add(path(path));
        return this;
    }

    /** Adds to an integer, which counts as 0 if it is absent. */
    public Write add(long value, String name) {
        return add(Item.number(value), name);
    }

    /** Gives an attribute another name. */
    public Write move(String from, String to) {
        sets.add(path(to) + " = " + path(from));
        removes.add(path(from));
        return this;
    }

    /** Adds to a number, or to a set. */
    public Write add(AttributeValue value, String name) {
        adds.add(path(name) + " " + value(value));
        return this;
    }

    /** Takes elements out of a set; missing elements are ignored. */
    public Write takeFromSet(AttributeValue elements, String name) {
        takes.add(path(name) + " " + value(elements));
        return this;
    }

    /** Demands that the item exists. */
    public Write whenExists() {
        conditions.add("attribute_exists(" + path(Keys.PK) + ")");
        return this;
    }

    /** Demands that the item does not exist. */
    public Write whenAbsent() {
        conditions.add("attribute_not_exists(" + path(Keys.PK) + ")");
        return this;
    }

    /** Demands that a path is absent. */
    public Write whenAbsent(String... path) {
        conditions.add("attribute_not_exists(" + path(path) + ")");
        return this;
    }

    /** Demands that a path is present. */
    public Write whenPresent(String... path) {
        conditions.add("attribute_exists(" + path(path) + ")");
        return this;
    }

    /** Demands that a path is absent or has that value. */
    public Write whenAbsentOrEqual(AttributeValue value, String... path) {
        return whenAbsentOr("=", value, path);
    }

    /** Demands that a path is absent or less than that value. */
    public Write whenAbsentOrLess(AttributeValue value, String... path) {
        return whenAbsentOr("<", value, path);
    }

    private Write whenAbsentOr(String comparator, AttributeValue value, String... path) {
        String attribute = path(path);
        conditions.add(
                "(attribute_not_exists(%s) OR %s %s %s)".formatted(attribute, attribute, comparator, value(value)));
        return this;
    }

    /** Demands that a path is absent or a string, and so no digest of a text. */
    public Write whenAbsentOrString(String... path) {
        String attribute = path(path);
        conditions.add("(attribute_not_exists(%s) OR attribute_type(%s, %s))"
                .formatted(attribute, attribute, value(AttributeValue.fromS("S"))));
        return this;
    }

    /** Demands that a map has fewer entries than that, or has this entry already, which then only changes its value. */
    Write whenRoomFor(String key, String map, int entries) {
        conditions.add("(size(%s) < %s OR attribute_exists(%s))"
                .formatted(path(map), value(Item.number(entries)), path(map, key)));
        return this;
    }

    /** Demands that an attribute is absent, or that a path is present. */
    public Write whenAbsentOrPresent(String absent, String... present) {
        conditions.add("(attribute_not_exists(%s) OR attribute_exists(%s))".formatted(path(absent), path(present)));
        return this;
    }

    /** Demands that a path is a string, and so no digest of a text. */
    public Write whenString(String... path) {
        conditions.add("attribute_type(" + path(path) + ", " + value(AttributeValue.fromS("S")) + ")");
        return this;
    }

    /** Demands that a path has that value. */
    public Write whenEqual(AttributeValue value, String... path) {
        conditions.add(path(path) + " = " + value(value));
        return this;
    }

    /**
     * Demands any condition; {@code {name}} stands for an attribute, and {@code {0}}, {@code {1}}, … for the values.
     */
    public Write when(String condition, List<String> attributeNames, AttributeValue... operands) {
        String text = condition;
        for (String name : attributeNames) {
            text = text.replace("{" + name + "}", path(name));
        }
        for (int i = 0; i < operands.length; i++) {
            text = text.replace("{" + i + "}", value(operands[i]));
        }
        conditions.add("(" + text + ")");
        return this;
    }

    /** Refuses the request if the condition does not hold and the item is one of those. */
    public Write orRefuseIf(Predicate<Item> those, Supplier<RegistryException> refusal) {
        return explain(found -> refuse(found.filter(those).isPresent(), refusal));
    }

    /** Refuses the request if the condition does not hold and the item is missing or is none of those. */
    public Write orRefuseUnless(Predicate<Item> those, Supplier<RegistryException> refusal) {
        return explain(found -> refuse(found.filter(those).isEmpty(), refusal));
    }

    private static Optional<Outcome> refuse(boolean refused, Supplier<RegistryException> refusal) {
        if (refused) {
            throw refusal.get();
        }
        return Optional.empty();
    }

    /**
     * Returns {@link Outcome.Found} to the store if the condition does not hold and the item is missing or is none of those.
     */
    public Write orFoundUnless(Predicate<Item> those) {
        return explain(found ->
                found.filter(those).isPresent() ? Optional.empty() : Optional.of(new Outcome.Found(key(), found)));
    }

    private Write explain(Explanation explanation) {
        explanations.add(explanation);
        return this;
    }

    /** Refuses the request if the condition does not hold, whatever the item is. */
    public Write orRefuse(Supplier<RegistryException> refusal) {
        return orRefuse(_ -> refusal.get());
    }

    /** Refuses the request if the condition does not hold, with an exception made from the item, if there is one. */
    public Write orRefuse(Function<Optional<Item>, RegistryException> refusal) {
        return end(found -> {
            throw refusal.apply(found);
        });
    }

    /**
     * Throws {@link LostRace} if the condition does not hold: the store reads and decides again, by {@link LostRace#retrying}.
     */
    public Write orLostRace() {
        return end(_ -> {
            throw new LostRace();
        });
    }

    /** Returns {@link Outcome.Skipped} if the condition does not hold: nothing is left to do. */
    public Write orSkip() {
        return end(_ -> Optional.of(new Outcome.Skipped()));
    }

    /**
     * Returns {@link Outcome.Found} to the store if the condition does not hold: it presumed something that is not so, and
     * decides again by the item.
     */
    public Write orFound() {
        return end(found -> Optional.of(new Outcome.Found(key(), found)));
    }

    private Write end(Explanation last) {
        if (end != null) {
            throw new IllegalStateException("The meaning of this condition is given already: " + this);
        }
        end = last;
        return this;
    }

    /**
     * Returns the meaning of the failed condition.
     *
     * @param found the stored item, if there is one
     * @throws RegistryException for a refusal, and INTERNAL_ERROR if the write gives no meaning
     * @throws LostRace if that is the meaning
     */
    Outcome outcome(Optional<Item> found) {
        return Stream.concat(explanations.stream(), Stream.ofNullable(end))
                .flatMap(explanation -> explanation.of(found).stream())
                .findFirst()
                .orElseThrow(() -> unexplained("A condition failed whose write gives it no meaning: " + this));
    }

    /** An error for a fault of the registry; the log shows the cause. */
    static RegistryException unexplained(String fault) {
        return new RegistryException(
                ErrorCode.INTERNAL_ERROR,
                "The registry could not write, for a reason that it does not know. Its log has details.",
                new Fault(fault));
    }

    Key key() {
        return Item.of(target).key();
    }

    /** The item of a put. */
    public Item item() {
        return Item.of(target);
    }

    /** Moves the long texts of this write behind its item. */
    void putBehind(LongTexts texts) {
        if (LongTexts.mayLieBehind(key())) {
            long before = texts.inResponse();
            switch (kind) {
                case PUT -> target = isOfExisting ? texts.moved(key(), target) : texts.shortened(key(), target);
                case UPDATE -> values.replaceAll((_, value) -> texts.shortened(key(), value));
                case DELETE, CHECK -> {}
            }
            countBehind(texts.inResponse() - before);
        }
    }

    /**
     * Counts texts that this write puts behind its item, on the condition that all of them can be read back in one response. Where
     * that may not be so, {@link Table} counts anew what is there.
     *
     * @param bytes of a response
     * @throws RegistryException INVALID_PARAMETER_VALUE where they alone are too much
     */
    public Write countBehind(long bytes) {
        long left = LongTexts.mostBehind(key()) - bytes;
        if (bytes > 0 && left < 0) {
            throw LongTexts.tooMuchBehind(key());
        }
        if (bytes > 0 && LongTexts.areCounted(key())) {
            if (kind == Kind.PUT) {
                Item item = Item.of(target).copy();
                target = item.set(LongTexts.BEHIND, item.number(LongTexts.BEHIND) + bytes)
                        .attributes();
            } else {
                add(bytes, LongTexts.BEHIND);
                String behind = path(LongTexts.BEHIND);
                conditions.add(
                        "(attribute_not_exists(%s) OR %s <= %s)".formatted(behind, behind, value(Item.number(left))));
                explain(found -> {
                    if (found.filter(item -> item.number(LongTexts.BEHIND) > left)
                            .isPresent()) {
                        throw new TextsToCount(key(), bytes);
                    }
                    return Optional.empty();
                });
            }
        }
        return this;
    }

    /** The size of the item of a put, in bytes. */
    int size() {
        return LongTexts.size(AttributeValue.fromM(target));
    }

    /**
     * The kind of the write, the kind of the item and the condition, with the names of attributes. Values and the keys of a map's
     * entries, which callers give, stay placeholders.
     */
    @Override
    public String toString() {
        String condition = String.valueOf(condition());
        for (Map.Entry<String, String> name : names.entrySet()) {
            if (attributes.contains(name.getValue())) {
                condition = condition.replaceAll(
                        Pattern.quote(name.getKey()) + "\\b", Matcher.quoteReplacement(name.getValue()));
            }
        }
        return kind + " of " + key().kind() + " if " + condition;
    }

    boolean isUpdate() {
        return kind == Kind.UPDATE;
    }

    boolean isDelete() {
        return kind == Kind.DELETE;
    }

    PutItemRequest.Builder toPut(String table) {
        return fill(PutItemRequest.builder(), table);
    }

    UpdateItemRequest.Builder toUpdate(String table) {
        return fill(UpdateItemRequest.builder(), table).returnValues(ReturnValue.ALL_NEW);
    }

    DeleteItemRequest.Builder toDelete(String table) {
        return fill(DeleteItemRequest.builder(), table).returnValues(ReturnValue.ALL_OLD);
    }

    TransactWriteItem toTransactItem(String table) {
        TransactWriteItem.Builder item = TransactWriteItem.builder();
        return switch (kind) {
            case PUT -> item.put(put -> fill(put, table)).build();
            case UPDATE -> item.update(update -> fill(update, table)).build();
            case DELETE -> item.delete(delete -> fill(delete, table)).build();
            case CHECK -> item.conditionCheck(check -> fill(check, table)).build();
        };
    }

    /** Sets the members that the SDK's seven builders of writes have in common, by the names that DynamoDB gives them. */
    private <B extends SdkPojo> B fill(B builder, String table) {
        for (SdkField<?> member : builder.sdkFields()) {
            switch (member.memberName()) {
                case "TableName" -> member.set(builder, table);
                case "Item", "Key" -> member.set(builder, target);
                case "UpdateExpression" -> member.set(builder, updateExpression());
                case "ConditionExpression" -> member.set(builder, condition());
                case "ExpressionAttributeNames" -> member.set(builder, names.isEmpty() ? null : names);
                case "ExpressionAttributeValues" -> member.set(builder, values.isEmpty() ? null : values);
                case "ReturnValuesOnConditionCheckFailure" -> member.set(builder, "ALL_OLD");
                default -> {} // members that no write of a store uses
            }
        }
        return builder;
    }

    private @Nullable String condition() {
        return conditions.isEmpty() ? null : String.join(" AND ", conditions);
    }

    private String updateExpression() {
        StringBuilder expression = new StringBuilder();
        append(expression, "SET", sets);
        append(expression, "REMOVE", removes);
        append(expression, "ADD", adds);
        append(expression, "DELETE", takes);
        return expression.toString();
    }

    private static void append(StringBuilder expression, String verb, List<String> clauses) {
        if (!clauses.isEmpty()) {
            expression
                    .append(verb)
                    .append(' ')
                    .append(String.join(", ", clauses))
                    .append(' ');
        }
    }

    private String path(String... path) {
        attributes.add(path[0]);
        StringBuilder joined = new StringBuilder();
        for (String name : path) {
            String placeholder = names.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(name))
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseGet(() -> "#" + names.size());
            names.put(placeholder, name);
            joined.append(joined.isEmpty() ? "" : ".").append(placeholder);
        }
        return joined.toString();
    }

    private String value(AttributeValue value) {
        String placeholder = ":" + values.size();
        values.put(placeholder, value);
        return placeholder;
    }
}
