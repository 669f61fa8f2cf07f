package io.lambdaregistry.embedded.dynamodb;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.TransactionInProgressException;

/**
 * The tokens of the last transactions: a transaction with a known token is not run again, and another transaction with that token
 * is rejected.
 */
final class Tokens {
    private static final int KEPT = 10_000;

    /**
     * A transaction that began.
     *
     * @param request the hash of what the transaction is asked to do
     */
    private record Known(int request, boolean isDone) {}

    private final Map<String, Known> known = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
            return size() > KEPT;
        }
    };

    /**
     * Runs a transaction once for a token; the second time returns an empty list.
     *
     * @param request what the transaction is asked to do
     */
    <T> List<T> once(@Nullable String token, Object request, Supplier<List<T>> transaction) {
        if (token == null) {
            return transaction.get();
        }
        int hash = request.hashCode();
        if (!begins(token, hash)) {
            return List.of();
        }
        boolean done = false;
        try {
            List<T> result = transaction.get();
            done = true;
            return result;
        } finally {
            ended(token, new Known(hash, done));
        }
    }

    private synchronized boolean begins(String token, int request) {
        Known earlier = known.putIfAbsent(token, new Known(request, false));
        if (earlier == null) {
            return true;
        }
        if (earlier.request() != request) {
            throw Refusal.otherRequest();
        }
        if (!earlier.isDone()) {
            throw TransactionInProgressException.builder()
                    .message("Transaction is in progress")
                    .build();
        }
        return false;
    }

    private synchronized void ended(String token, Known transaction) {
        if (transaction.isDone()) {
            known.put(token, transaction);
        } else {
            known.remove(token);
        }
    }
}
