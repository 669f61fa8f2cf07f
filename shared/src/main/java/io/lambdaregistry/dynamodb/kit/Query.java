package io.lambdaregistry.dynamodb.kit;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/**
 * A query of one partition, of the table or of an index.
 *
 * <p>Local indexes and the table itself are read consistently; global indexes can't be.
 *
 * @param index null for the table
 * @param condition on the sort key, with {@code #sk} and {@code :a}, {@code :b}; null for the whole partition
 * @param limit how many items one call reads at most; 0 for as many as fit 1 MB
 */
public record Query(
        @Nullable String index,
        String pkName,
        String pk,
        String skName,
        @Nullable String condition,
        @Nullable String a,
        @Nullable String b,
        boolean forward,
        int limit,
        boolean keysOnly) {

    /** The items of a partition, by their sort key. */
    public static Query table(String pk) {
        return new Query(null, Keys.PK, pk, Keys.SK, null, null, null, true, 0, false);
    }

    /** The items of a partition that are in {@link Keys#BY_STAGE}. */
    public static Query byStage(String pk) {
        return new Query(Keys.BY_STAGE, Keys.PK, pk, Keys.STAGE_SK, null, null, null, true, 0, false);
    }

    /** The items of a partition that are in {@link Keys#BY_UPDATE}. */
    public static Query byUpdate(String pk) {
        return new Query(Keys.BY_UPDATE, Keys.PK, pk, Keys.UPDATE_SK, null, null, null, true, 0, false);
    }

    /** The items of a partition of {@link Keys#LISTING}. */
    public static Query listing(String pk) {
        return new Query(Keys.LISTING, Keys.LISTING_PK, pk, Keys.LISTING_SK, null, null, null, true, 0, false);
    }

    /** The items of a partition of {@link Keys#LOOKUP}. */
    public static Query lookup(String pk) {
        return new Query(Keys.LOOKUP, Keys.LOOKUP_PK, pk, Keys.LOOKUP_SK, null, null, null, true, 0, false);
    }

    /** Only items whose sort key begins with that; all if it is empty. */
    public Query beginsWith(String prefix) {
        return prefix.isEmpty() ? this : when("begins_with(#sk, :a)", prefix, null);
    }

    /** Only items whose sort key is greater than that. */
    public Query after(String exclusive) {
        return when("#sk > :a", exclusive, null);
    }

    /** Only items whose sort key is less than that. */
    public Query before(String exclusive) {
        return when("#sk < :a", exclusive, null);
    }

    /** Only items whose sort key is between those two, which are included. */
    public Query between(String first, String last) {
        return when("#sk BETWEEN :a AND :b", first, last);
    }

    /** The same items, the greatest sort key first. */
    public Query descending() {
        return new Query(index, pkName, pk, skName, condition, a, b, false, limit, keysOnly);
    }

    /** Reads at most so many items in one call. */
    public Query limit(int newLimit) {
        return new Query(index, pkName, pk, skName, condition, a, b, forward, newLimit, keysOnly);
    }

    /** Reads only the primary keys of the items. */
    public Query keys() {
        return new Query(index, pkName, pk, skName, condition, a, b, forward, limit, true);
    }

    private Query when(String newCondition, String newA, @Nullable String newB) {
        return new Query(index, pkName, pk, skName, newCondition, newA, newB, forward, limit, keysOnly);
    }

    QueryRequest.Builder toRequest(String table, @Nullable Map<String, AttributeValue> startKey) {
        Map<String, String> names = new HashMap<>(Map.of("#pk", pkName));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":pk", AttributeValue.fromS(pk)));
        if (condition != null) {
            names.put("#sk", skName);
        }
        if (a != null) {
            values.put(":a", AttributeValue.fromS(a));
        }
        if (b != null) {
            values.put(":b", AttributeValue.fromS(b));
        }
        return QueryRequest.builder()
                .tableName(table)
                .indexName(index)
                .keyConditionExpression(condition == null ? "#pk = :pk" : "#pk = :pk AND " + condition)
                .projectionExpression(keysOnly ? Keys.PK + ", " + Keys.SK : null)
                .expressionAttributeNames(names)
                .expressionAttributeValues(values)
                .scanIndexForward(forward)
                .limit(limit == 0 ? null : limit)
                .consistentRead(!Keys.LISTING.equals(index) && !Keys.LOOKUP.equals(index))
                .exclusiveStartKey(startKey);
    }
}
