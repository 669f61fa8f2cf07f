package io.lambdaregistry.dynamodb.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.testing.StoresSuite;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The meaning of a failed condition, of a write that is sent alone and of one in a transaction. */
final class WritesTest extends StoresSuite {
    private static final Key THERE = new Key("THERE#secret-name", Keys.MAIN_ITEM);
    private static final Key NOT_THERE = new Key("NOT_THERE#secret-name", Keys.MAIN_ITEM);

    private Table table;

    @BeforeEach
    void putOneItem() {
        table = new Table(stores.dynamoDb(), stores.tableName());
        table.write(Write.put(Item.with(THERE).set("colour", "red")));
    }

    private static Write taken() {
        return Write.put(Item.with(THERE)).whenAbsent();
    }

    private static Write missing() {
        return Write.update(NOT_THERE).set("colour", "blue").whenExists();
    }

    private static boolean isRed(Item item) {
        return item.string("colour").equals("red");
    }

    private static RegistryException refusal(String message) {
        return RegistryException.invalid(message);
    }

    private void assertRefused(String message, Write... writes) {
        for (Runnable sending : sendings(List.of(writes))) {
            assertThatThrownBy(sending::run)
                    .isInstanceOf(RegistryException.class)
                    .hasMessage(message);
        }
    }

    private List<Runnable> sendings(List<Write> writes) {
        return writes.size() == 1
                ? List.of(() -> table.write(writes.getFirst()), () -> table.transact(writes))
                : List.of(() -> table.transact(writes));
    }

    @Test
    void aRefusalReceivesTheStoredItem() {
        assertRefused(
                "red", taken().orRefuse(found -> refusal(found.orElseThrow().string("colour"))));
        assertRefused("nothing", missing().orRefuse(found -> refusal(found.isEmpty() ? "nothing" : "something")));
    }

    @Test
    void aMeaningForTheStoredItemComesBeforeTheLastStep() {
        assertRefused(
                "it is red",
                taken().orLostRace()
                        .orRefuseIf(item -> item.has("size"), () -> refusal("it has a size"))
                        .orRefuseIf(WritesTest::isRed, () -> refusal("it is red")));
        assertRefused(
                "it is missing", missing().orSkip().orRefuseUnless(WritesTest::isRed, () -> refusal("it is missing")));
        assertThat(table.tryWrite(taken().orSkip().orRefuseUnless(WritesTest::isRed, () -> refusal("it is not red"))))
                .isEqualTo(new Outcome.Skipped());
    }

    @Test
    void aLostRaceIsThrown() {
        assertThatThrownBy(() -> table.write(taken().orLostRace())).isInstanceOf(LostRace.class);
        assertThatThrownBy(() -> table.transact(taken().orLostRace())).isInstanceOf(LostRace.class);
    }

    @Test
    void returnsTheStoredItemToAStoreThatDecidesByIt() {
        assertThat(table.tryTransact(missing().orSkip(), Write.delete(THERE))).isEqualTo(new Outcome.Skipped());
        assertThat(table.tryTransact(Write.put(Item.with(NOT_THERE)), taken().orFound()))
                .isInstanceOfSatisfying(Outcome.Found.class, found -> {
                    assertThat(found.at()).isEqualTo(THERE);
                    assertThat(found.item()).map(item -> item.string("colour")).contains("red");
                });
        assertThat(table.tryWrite(missing().orFound())).isEqualTo(new Outcome.Found(NOT_THERE, Optional.empty()));
        assertThat(table.tryWrite(missing().orFoundUnless(WritesTest::isRed).orSkip()))
                .isEqualTo(new Outcome.Found(NOT_THERE, Optional.empty()));
        assertThat(table.get(THERE)).isPresent();
    }

    @Test
    void theFirstWriteDecidesIfSeveralConditionsFail() {
        assertRefused(
                "first", taken().orRefuse(() -> refusal("first")), missing().orRefuse(() -> refusal("second")));
        assertRefused("second", missing().orRefuse(() -> refusal("second")), taken().orRefuse(() -> refusal("first")));
        assertRefused("refused", Write.check(THERE).whenExists(), missing().orRefuse(() -> refusal("refused")));
    }

    @Test
    void anUnexplainedFailureIsAnInternalErrorWithoutNames() {
        for (Runnable sending : sendings(List.of(missing()))) {
            assertUnexplained(sending, "UPDATE of NOT_THERE if attribute_exists(pk)");
        }
        assertUnexplained(() -> table.transact(Write.delete(NOT_THERE), taken()), "PUT of THERE");
        assertUnexplained(
                () -> table.write(taken().orRefuseUnless(WritesTest::isRed, () -> refusal("it is not red"))), "");
    }

    @Test
    void aFoundItemThatNoStoreDecidesByIsAnInternalError() {
        assertUnexplained(() -> table.write(taken().orFound()), "");
        assertUnexplained(() -> table.transact(taken().orFound()), "");
    }

    private static void assertUnexplained(Runnable sending, String write) {
        assertThatThrownBy(sending::run)
                .isInstanceOfSatisfying(RegistryException.class, e -> {
                    assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
                    assertThat(e.getMessage()).doesNotContain("THERE");
                })
                .cause() // which the log shows
                .hasMessageContaining(write)
                .hasMessageNotContaining("secret-name");
    }

    @Test
    void aMeaningIsGivenOnce() {
        assertThatThrownBy(() -> taken().orSkip().orLostRace()).isInstanceOf(IllegalStateException.class);
    }
}
