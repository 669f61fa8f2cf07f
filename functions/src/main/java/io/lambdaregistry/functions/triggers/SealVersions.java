package io.lambdaregistry.functions.triggers;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.logging.RequestLog;
import io.lambdaregistry.seal.SealRequest;
import io.lambdaregistry.seal.SealRequests;
import io.lambdaregistry.seal.Sealing;
import io.lambdaregistry.seal.signature.RegistrySignatures;
import io.lambdaregistry.sqs.SqsSealRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/**
 * Called with requests from a queue: digests the files of new versions, and signs them where the registry has a key. A version whose files take longer than one call may last is
 * requested again, and the next call continues.
 */
public final class SealVersions extends TriggerHandler {
    /** Lambda stops the function after 15 minutes; one range of a file is read after this time. */
    private static final Duration MOST = Duration.ofMinutes(12);

    private final Sealing sealing;
    private final RegistrySignatures registrySignatures;
    private final SealRequests requests;
    private final Duration most;

    public SealVersions() {
        this(services(), MOST);
    }

    /** @param most the time after which a call reads no further range of a file */
    public SealVersions(Services services, Duration most) {
        this.sealing = services.sealing();
        this.registrySignatures = services.registrySignatures();
        this.requests = services.sealRequests();
        this.most = most;
    }

    @Override
    protected List<String> handle(List<Map<?, ?>> records, RequestLog log) {
        long end = System.nanoTime() + most.toNanos();
        BooleanSupplier goesOn = () -> System.nanoTime() - end < 0;
        return records.stream()
                .map(QueueMessage::of)
                .filter(message -> !isDone(() -> seal(message, goesOn), log))
                .map(QueueMessage::id)
                .toList();
    }

    private boolean seal(QueueMessage message, BooleanSupplier goesOn) {
        SealRequest request = SqsSealRequests.parse(message.body());
        if (sealing.seal(request, goesOn)) {
            registrySignatures.sign(request);
        } else {
            requests.send(List.of(request));
        }
        return true;
    }
}
