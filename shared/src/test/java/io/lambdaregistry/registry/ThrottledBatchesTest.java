package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.testing.TestStores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;

final class ThrottledBatchesTest {
    @Test
    void aBatchOfWhichNothingIsEverReadIsGivenUpAsUnavailable() {
        try (TestStores stores = TestStores.inMemory()) {
            ModelRegistry registry = stores.by(throttled(stores.dynamoDb())).registry();
            registry.createModel("a", "", Map.of("k", "v"));
            ModelSearch byTag = ModelSearch.of("tags.k = 'v'", List.of(), 10, Optional.empty());
            assertThatThrownBy(() -> registry.searchModels(byTag))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE));
        }
    }

    /** Reads no item of any batch. */
    private static DynamoDbClient throttled(DynamoDbClient client) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                ThrottledBatchesTest.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    if (method.isDefault() && method.getName().equals("batchGetItem")) {
                        BatchGetItemRequest.Builder request = BatchGetItemRequest.builder();
                        apply(arguments[0], request);
                        return BatchGetItemResponse.builder()
                                .responses(Map.of())
                                .unprocessedKeys(request.build().requestItems())
                                .build();
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    /** The request as it is, or made by a lambda. */
    @SuppressWarnings("unchecked") // the only lambda that batchGetItem takes
    private static void apply(Object argument, BatchGetItemRequest.Builder request) {
        if (argument instanceof BatchGetItemRequest made) {
            request.requestItems(made.requestItems());
        } else {
            ((Consumer<BatchGetItemRequest.Builder>) argument).accept(request);
        }
    }
}
