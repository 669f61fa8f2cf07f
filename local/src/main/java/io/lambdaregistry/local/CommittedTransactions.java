package io.lambdaregistry.local;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * DynamoDB Local answers a transaction when its commit is queued, not when it is done: a process killed in between loses
 * what it has acknowledged. The queue is worked off in order, so a read behind the commit ends after it.
 */
final class CommittedTransactions {
    private CommittedTransactions() {}

    static DynamoDbClient of(DynamoDbClient embedded) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                CommittedTransactions.class.getClassLoader(),
                new Class<?>[] {DynamoDbClient.class},
                (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(embedded, arguments);
                        if (method.getName().equals("transactWriteItems")) {
                            embedded.listTables(tables -> tables.limit(1));
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }
}
