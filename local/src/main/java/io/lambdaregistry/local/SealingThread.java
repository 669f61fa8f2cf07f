package io.lambdaregistry.local;

import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.dynamodb.event.DynamoEventStore;
import io.lambdaregistry.dynamodb.webhook.OutboxPosition;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.seal.SealRequest;
import io.lambdaregistry.seal.Sealing;
import io.lambdaregistry.seal.signature.RegistrySignatures;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Digests the files of new versions, in the background of a local registry: the counterpart of the stream, the queue and the
 * function in AWS.
 *
 * <p>New versions are found by polling the outbox. The table stores the position up to which all events were handled; so after a
 * crash some events are seen twice, and none is missed.
 */
final class SealingThread implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_REST = Duration.ofMinutes(1);
    private static final Duration NOTED_EACH = Duration.ofSeconds(10);

    /** The longest time between an event's order and its visibility: the longest time that its transaction takes. */
    private static final Duration OVERLAP = Duration.ofSeconds(15);

    private final DynamoEventStore events;
    private final OutboxPosition position;
    private final Sealing sealing;
    private final RegistrySignatures registrySignatures;
    private final Map<String, Long> handled = new HashMap<>();
    private final BackgroundThread thread =
            new BackgroundThread(Thread.ofPlatform().daemon().name("sealing"), this::run);
    private long until;
    private long noted;

    private SealingThread(Services services) {
        this.events = services.events();
        this.position = services.sealingPosition();
        this.sealing = services.sealing();
        this.registrySignatures = services.registrySignatures();
    }

    /** Starts at the position where the last process stopped. */
    static SealingThread start(Services services) {
        SealingThread sealing = new SealingThread(services);
        sealing.thread.start();
        return sealing;
    }

    @SuppressWarnings("CatchingUnchecked") // the next round finds again what fails now
    private void run() throws InterruptedException {
        Duration rest = POLL;
        do {
            try {
                rest = Caller.as(Principal.REGISTRY, this::handleAll) ? POLL : longer(rest);
            } catch (RuntimeException failure) {
                report(failure);
                rest = longer(rest);
            }
        } while (!thread.endsDuring(rest));
    }

    private static Duration longer(Duration rest) {
        Duration twice = rest.multipliedBy(2);
        return twice.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : twice;
    }

    private void report(RuntimeException failure) {
        if (thread.goesOn()) {
            System.err.println("sealing: " + failure + " It will be retried.");
        }
    }

    /** Handles all new events, and returns whether none failed. */
    private boolean handleAll() {
        if (noted == 0) {
            until = position.read().orElse(0);
        }
        long before = RegistryEvent.orderOf(System.currentTimeMillis());
        long since = until - TimeUnit.MILLISECONDS.toMicros(OVERLAP.toMillis());
        long unfinished = Long.MAX_VALUE;
        for (RegistryEvent event : events.eventsSince(since)) {
            if (!handled.containsKey(event.id())) {
                if (!thread.goesOn()) {
                    return true;
                }
                if (isHandled(event)) {
                    handled.put(event.id(), event.order());
                } else {
                    unfinished = Math.min(unfinished, event.order());
                }
            }
        }
        remember(Math.min(before, unfinished));
        handled.values().removeIf(order -> order < since);
        return unfinished == Long.MAX_VALUE;
    }

    @SuppressWarnings("CatchingUnchecked") // one version that fails must not hold up the others
    private boolean isHandled(RegistryEvent event) {
        try {
            boolean all = true;
            for (SealRequest request : sealing.requestsAfter(event)) {
                boolean done = sealing.seal(request, thread::goesOn);
                if (done) {
                    registrySignatures.sign(request);
                }
                all &= done;
            }
            return all;
        } catch (RuntimeException failure) {
            report(failure);
            return false;
        }
    }

    /** Stores the position at intervals only, since an old position merely costs repeated reads. */
    private void remember(long order) {
        until = order;
        if (order - noted >= TimeUnit.MILLISECONDS.toMicros(NOTED_EACH.toMillis())) {
            position.keep(order);
            noted = order;
        }
    }

    /** Waits until a step that is under way has ended. */
    @Override
    public void close() {
        thread.close();
    }
}
