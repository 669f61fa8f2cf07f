package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.testing.TestStores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/** What the table has no room for is refused for good: a client does not send it again, as it would after a 503. */
final class FullStoresTest {
    @ParameterizedTest
    @CsvSource({
        "507, The disk is full, RESOURCE_EXHAUSTED",
        "400, Transaction payload size cannot exceed 4MB., INVALID_PARAMETER_VALUE",
        "500, The database cannot be read or written, TEMPORARILY_UNAVAILABLE"
    })
    void theErrorDependsOnWhyNothingIsWritten(int status, String message, ErrorCode code) {
        try (TestStores stores = TestStores.inMemory()) {
            ModelRegistry registry =
                    stores.by(refusing(stores.dynamoDb(), status, message)).registry();
            assertThatThrownBy(() -> registry.createModel("a", "", Map.of()))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(code));
        }
    }

    /** Refuses every transaction. */
    private static DynamoDbClient refusing(DynamoDbClient client, int status, String message) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                FullStoresTest.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("transactWriteItems")) {
                        throw DynamoDbException.builder()
                                .statusCode(status)
                                .message(message)
                                .build();
                    }
                    try {
                        return method.invoke(client, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
