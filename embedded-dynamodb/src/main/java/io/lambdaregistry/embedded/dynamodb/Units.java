package io.lambdaregistry.embedded.dynamodb;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.Capacity;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;

/** The units that a request consumes of one table, split into those of the table itself and of each of its indexes. */
final class Units {
    private static final String TABLE = "";

    private final TableSchema schema;
    private final Map<String, Double> byIndex = new TreeMap<>();

    Units(TableSchema schema) {
        this.schema = schema;
    }

    /** Units of the table alone, or of one index alone. */
    static Units of(TableSchema schema, TableSchema.Index index, double units) {
        Units all = new Units(schema);
        all.add(index, units);
        return all;
    }

    void add(TableSchema.Index index, double units) {
        if (units > 0) {
            byIndex.merge(index.name(), units, Double::sum);
        }
    }

    /** @param times the factor of the other units: two in a transaction */
    void add(Units others, int times) {
        others.byIndex.forEach((index, units) -> byIndex.merge(index, times * units, Double::sum));
    }

    private double total() {
        return byIndex.values().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The units in the requested detail; null for none. */
    @Nullable ConsumedCapacity reported(@Nullable ReturnConsumedCapacity wanted) {
        if (wanted == null || wanted == ReturnConsumedCapacity.NONE) {
            return null;
        }
        ConsumedCapacity.Builder reported =
                ConsumedCapacity.builder().tableName(schema.name()).capacityUnits(total());
        if (wanted == ReturnConsumedCapacity.INDEXES) {
            reported.table(capacity(byIndex.getOrDefault(TABLE, 0.0)))
                    .localSecondaryIndexes(capacities(schema::isLocal))
                    .globalSecondaryIndexes(capacities(index -> !schema.isLocal(index)));
        }
        return reported.build();
    }

    private Map<String, Capacity> capacities(Predicate<TableSchema.Index> wanted) {
        return schema.indexes().stream()
                .filter(wanted)
                .filter(index -> byIndex.containsKey(index.name()))
                .collect(Collectors.toMap(
                        TableSchema.Index::name, index -> capacity(byIndex.getOrDefault(index.name(), 0.0))));
    }

    private static Capacity capacity(double units) {
        return Capacity.builder().capacityUnits(units).build();
    }
}
