package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.testing.TestStores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** What others do between two sendings of the same request, or between two calls of one operation, is not undone or missed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistryRetriesTest {
    private TestStores stores;
    private ModelRegistry others;
    private ModelRegistry registry;
    private final AtomicReference<Optional<Interlude>> next = new AtomicReference<>(Optional.empty());

    private static final Set<String> WRITES = Set.of("putItem", "updateItem", "deleteItem", "transactWriteItems");
    private static final Set<String> READS = Set.of("getItem");

    /** Takes the place of the next call of those. */
    private record Interlude(Set<String> calls, Course course) {}

    @FunctionalInterface
    private interface Course {
        Object run(Call call) throws Throwable;
    }

    @FunctionalInterface
    private interface Call {
        Object send() throws Throwable;
    }

    @BeforeAll
    void start() {
        stores = TestStores.inMemory();
        others = stores.registry();
        DynamoDbClient client = (DynamoDbClient) Proxy.newProxyInstance(
                RegistryRetriesTest.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, args) -> call(method, args));
        registry = stores.by(client).registry();
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    private Object call(Method method, Object[] args) throws Throwable {
        Call call = () -> {
            try {
                return method.invoke(stores.dynamoDb(), args);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        Optional<Interlude> interlude = next.get();
        if (interlude.isPresent()
                && interlude.get().calls().contains(method.getName())
                && next.compareAndSet(interlude, Optional.empty())) {
            return interlude.get().course().run(call);
        }
        return call.send();
    }

    /** The next write goes through, but its answer is lost; the others do something; then it is sent again. */
    private void nextWriteIsSentAgainAfter(Runnable meanwhile) {
        next.set(Optional.of(new Interlude(WRITES, call -> {
            call.send();
            meanwhile.run();
            return call.send();
        })));
    }

    private void afterTheNextRead(Runnable meanwhile) {
        next.set(Optional.of(new Interlude(READS, call -> {
            Object read = call.send();
            meanwhile.run();
            return read;
        })));
    }

    private void afterTheNextRefusal(Runnable meanwhile) {
        next.set(Optional.of(new Interlude(WRITES, call -> {
            try {
                return call.send();
            } catch (TransactionCanceledException refused) {
                meanwhile.run();
                throw refused;
            }
        })));
    }

    private static ModelVersion createVersion(ModelRegistry registry, String name) {
        return registry.createVersion(name, "s3://bucket/model", null, null, "", "", Map.of());
    }

    private void assertRefused(ErrorCode code, Runnable operation) {
        assertThatThrownBy(operation::run)
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.code()).isEqualTo(code));
    }

    @Test
    void aCreationThatIsSentAgainSucceeds() {
        nextWriteIsSentAgainAfter(() -> {});
        registry.createModel("twice", "", Map.of());
        assertThat(others.getModel("twice").name()).isEqualTo("twice");
    }

    @Test
    void aCreationThatIsSentAgainDoesNotBringBackAModelThatWasDeletedMeanwhile() {
        nextWriteIsSentAgainAfter(() -> others.deleteModel("gone"));
        registry.createModel("gone", "", Map.of());
        assertRefused(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> others.getModel("gone"));
    }

    @Test
    void aCreationThatIsSentAgainDoesNotLeaveASecondModelBehindTheOneThatWasRenamedMeanwhile() {
        nextWriteIsSentAgainAfter(() -> others.renameModel("former", "present"));
        registry.createModel("former", "", Map.of());
        assertRefused(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> others.getModel("former"));
        assertThat(others.getModel("present").name()).isEqualTo("present");
    }

    @Test
    void aNewVersionThatIsSentAgainKeepsTheStageItWasGivenMeanwhile() {
        others.createModel("staged meanwhile", "", Map.of());
        nextWriteIsSentAgainAfter(() -> others.transitionStage("staged meanwhile", "1", "Production", false));
        createVersion(registry, "staged meanwhile");
        assertThat(others.getVersion("staged meanwhile", "1").stage()).isEqualTo(Stage.PRODUCTION);
    }

    @Test
    void aNewVersionThatIsSentAgainStaysDeleted() {
        others.createModel("deleted meanwhile", "", Map.of());
        nextWriteIsSentAgainAfter(() -> others.deleteVersion("deleted meanwhile", "1"));
        createVersion(registry, "deleted meanwhile");
        assertRefused(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> others.getVersion("deleted meanwhile", "1"));
    }

    @Test
    void aNewVersionIsBehindThoseThatOthersMakeMeanwhile() {
        others.createModel("overtaken", "", Map.of());
        afterTheNextRead(() -> createVersion(others, "overtaken"));
        assertThat(createVersion(registry, "overtaken").version()).isEqualTo(2);
        assertThat(createVersion(registry, "overtaken").version()).isEqualTo(3);
    }

    @Test
    void aNewVersionThatOthersOvertookIsWrittenOnceThoughItIsSentAgain() {
        others.createModel("overtaken twice", "", Map.of());
        afterTheNextRead(() -> {
            createVersion(others, "overtaken twice");
            afterTheNextRefusal(() -> nextWriteIsSentAgainAfter(
                    () -> nextWriteIsSentAgainAfter(() -> others.deleteVersion("overtaken twice", "3"))));
        });
        // of the two sendings of the count, the first gave 2, the second 3
        assertThat(createVersion(registry, "overtaken twice").version()).isEqualTo(3);
        assertRefused(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> others.getVersion("overtaken twice", "3"));
    }

    @Test
    void aNewVersionOfAModelThatIsReplacedMeanwhileIsTheNewModelsFirst() {
        others.createModel("replaced", "", Map.of());
        createVersion(others, "replaced");
        afterTheNextRead(() -> {
            others.deleteModel("replaced");
            others.createModel("replaced", "anew", Map.of());
        });
        assertThat(createVersion(registry, "replaced").version()).isEqualTo(1);
        assertThat(others.getModel("replaced").latestVersions()).hasSize(1);
    }

    @Test
    void aNewVersionOfAModelThatIsDeletedMeanwhileIsRefused() {
        others.createModel("deleted under it", "", Map.of());
        afterTheNextRead(() -> others.deleteModel("deleted under it"));
        assertRefused(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> createVersion(registry, "deleted under it"));
    }

    @Test
    void aTransactionWhoseFirstSendingIsStillUnderWayIsDoneOnce() {
        others.createModel("under way", "", Map.of());
        createVersion(others, "under way");
        next.set(Optional.of(new Interlude(WRITES, call -> {
            call.send();
            throw TransactionInProgressException.builder()
                    .message("in progress")
                    .build();
        })));
        registry.deleteVersion("under way", "1");
        assertRefused(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> others.getVersion("under way", "1"));
    }

    @Test
    void anAliasIsFollowedThoughItMovesAndItsFormerVersionIsDeletedMeanwhile() {
        others.createModel("followed", "", Map.of());
        createVersion(others, "followed");
        createVersion(others, "followed");
        others.setAlias("followed", "champion", "1");
        afterTheNextRead(() -> {
            others.setAlias("followed", "champion", "2");
            others.deleteVersion("followed", "1");
        });
        assertThat(registry.getVersionByAlias("followed", "champion").version()).isEqualTo(2);
    }

    @Test
    void aRefusedCreationWithManyTagsHidesNoneOfThoseOfTheModelThatIsThere() {
        others.createModel("many tags", "", Map.of("tag-150", "first"));
        Map<String, String> tags = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            tags.put("tag-" + i, "second");
        }
        assertRefused(ErrorCode.RESOURCE_ALREADY_EXISTS, () -> registry.createModel("many tags", "", tags));
        for (int i = 0; i < 200; i++) {
            others.setModelTag("many tags", "tag-" + i, "first");
        }
        assertRefused(ErrorCode.RESOURCE_ALREADY_EXISTS, () -> registry.createModel("many tags", "", tags));
        for (int i = 0; i < 200; i++) {
            ModelSearch search =
                    ModelSearch.of("tags.`tag-%d` = 'first'".formatted(i), List.of(), 10, Optional.empty());
            assertThat(registry.searchModels(search).items()).as("tag-%d", i).hasSize(1);
        }
    }

    @Test
    void aTextThatIsTooLargeIsRefusedAndNotToBeTriedAgain() {
        String large = "x".repeat(90_000);
        registry.createModel("large", "", Map.of("a", large, "b", large, "c", large, "d", large));
        registry.setModelTag("large", "e", large);
        String tooLarge = "x".repeat(410_000);
        assertRefused(ErrorCode.INVALID_PARAMETER_VALUE, () -> registry.createModel("too large", tooLarge, Map.of()));
        assertRefused(ErrorCode.INVALID_PARAMETER_VALUE, () -> registry.updateModel("large", tooLarge));
        assertThat(registry.getModel("large").tags()).hasSize(5).containsEntry("e", large);
    }

    @Test
    void aTextThatIsLongerThanAKeyIsRefusedOrNotFound() {
        String endless = "x".repeat(5_000);
        registry.createModel("short", "", Map.of());
        for (String filter : List.of("name = '%s'", "name LIKE '%s%%'", "tags.k = '%s'", "tags.`%s` = 'v'")) {
            assertFoundNothingOrRefused(() ->
                    registry.searchModels(ModelSearch.of(filter.formatted(endless), List.of(), 10, Optional.empty())));
        }
        for (String filter : List.of("name = '%s'", "run_id = '%s'", "source_path = '%s'", "tags.k = '%s'")) {
            assertFoundNothingOrRefused(() -> registry.searchVersions(
                    VersionSearch.of(filter.formatted(endless), List.of(), 10, Optional.empty())));
        }
        assertFoundNothingOrRefused(() -> registry.deleteModelTag("short", endless));
        assertFoundNothingOrRefused(() -> registry.deleteAlias("short", "champion"));
    }

    private static void assertFoundNothingOrRefused(Runnable operation) {
        try {
            operation.run();
        } catch (RegistryException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
        }
    }
}
