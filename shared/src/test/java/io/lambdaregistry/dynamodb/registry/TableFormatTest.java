package io.lambdaregistry.dynamodb.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.Cost;
import io.lambdaregistry.testing.TestStores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A function's first write looks at the table's format; a table that a newer build wrote is only read. */
final class TableFormatTest {
    private static final Key MARK = new Key("SETTINGS", "format");
    private static final Key KEY = new Key("p", "s");

    private final TestStores stores = TestStores.inMemory();
    private final Table plain = new Table(stores.dynamoDb(), stores.tableName());

    @AfterEach
    void close() {
        stores.close();
    }

    private Table ofProcess() {
        return RegistryTable.claimedByFirstWrite(stores.dynamoDb(), stores.tableName());
    }

    private static Write write(String value) {
        return Write.update(KEY).set("text", value);
    }

    private long format() {
        return plain.get(MARK).orElseThrow().number("number");
    }

    @Test
    void theFirstWriteOfAProcessClaimsTheTableAndLaterOnesCostNothingMore() {
        plain.write(Write.delete(MARK));
        Table first = ofProcess();
        int rowsElsewhere = 7 * (2 + 2 + 1); // it looks for models, versions and names in each shard but one
        assertThat(Cost.of(() -> first.write(write("a")))).isEqualTo(new Cost(4, 3 + rowsElsewhere));
        assertThat(format()).isEqualTo(2);
        assertThat(Cost.of(() -> first.write(write("b")))).isEqualTo(new Cost(1, 1));
        Table second = ofProcess();
        assertThat(Cost.of(() -> second.get(KEY))).isEqualTo(new Cost(1, 1));
        assertThat(Cost.of(() -> second.transact(write("c")))).isEqualTo(new Cost(2, 2));
        assertThat(Cost.of(() -> second.transact(write("d")))).isEqualTo(new Cost(1, 1));
    }

    @Test
    void aTableOfANewerBuildIsReadAndNotWritten() {
        plain.write(write("kept"));
        plain.write(Write.update(MARK).set("number", 3));
        Table older = ofProcess();
        for (Runnable change : new Runnable[] {
            () -> older.write(write("lost")),
            () -> older.transact(write("lost")),
            () -> older.tryTransact(
                    write("lost"), Write.update(new Key("p", "t")).set("text", "lost"))
        }) {
            assertThatThrownBy(change::run)
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_STATE))
                    .hasMessageContaining("The table was written by a newer build (format 3; this one reads up to 2)");
        }
        assertThat(older.get(KEY).orElseThrow().string("text")).isEqualTo("kept");
        assertThat(format()).isEqualTo(3);
    }

    @Test
    void aTableOfAnEarlierBuildKeepsItsFormatSoThatThatBuildCanWriteToItAgain() {
        plain.write(Write.put(Item.with(MARK).set("number", 1L)));
        ofProcess().write(write("a"));
        assertThat(format()).isEqualTo(1);
        assertThat(plain.get(MARK).orElseThrow().has("listing_shards")).isFalse();
    }

    @Test
    void aTableFromBeforeThereWereMarksHasRowsInAllShards() {
        plain.write(Write.delete(MARK));
        plain.write(Write.put(Item.with(new Key("MODEL#a", "#"))
                .set(Keys.LISTING_PK, Listing.MODELS.partition(5, true))
                .set(Keys.LISTING_SK, "a")));
        ofProcess().write(write("a"));
        assertThat(format()).isEqualTo(1);
    }
}
