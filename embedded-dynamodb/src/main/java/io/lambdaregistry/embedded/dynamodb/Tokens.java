package io.lambdaregistry.embedded.dynamodb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/** The tokens of the last transactions: a transaction with a known token is not run again. */
final class Tokens {
    private static final int KEPT = 10_000;

    /** Whether the transaction of a token has ended. */
    private final Map<String, Boolean> isDone = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > KEPT;
        }
    };

    /** Runs a transaction once for a token; the second time returns an empty list. */
    <T> List<T> once(@Nullable String token, Supplier<List<T>> transaction) {
        if (token == null) {
            return transaction.get();
        }
        if (!begins(token)) {
            return List.of();
        }
        boolean done = false;
        try {
            List<T> result = transaction.get();
            done = true;
            return result;
        } finally {
            ended(token, done);
        }
    }

    private synchronized boolean begins(String token) {
        Boolean done = isDone.putIfAbsent(token, false);
        if (Boolean.FALSE.equals(done)) {
            throw TransactionInProgressException.builder()
                    .message("Transaction is in progress")
                    .build();
        }
        return done == null;
    }

    private synchronized void ended(String token, boolean done) {
        if (done) {
            isDone.put(token, true);
        } else {
            isDone.remove(token);
        }
    }
}
