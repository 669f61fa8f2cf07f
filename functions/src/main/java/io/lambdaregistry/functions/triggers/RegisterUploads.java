package io.lambdaregistry.functions.triggers;

import io.lambdaregistry.access.Caller;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.Quoted;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.DeadLetters;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.logging.RequestLog;
import io.lambdaregistry.upload.RegisteredUpload;
import io.lambdaregistry.upload.UploadedObject;
import io.lambdaregistry.upload.Uploads;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Registers the models that are uploaded to the bucket, which S3 reports through a queue. An upload that cannot be registered
 * becomes a dead letter with the reason. After a failure that may be temporary, the message stays in the queue until its last
 * attempt.
 */
public final class RegisterUploads extends TriggerHandler {
    /**
     * The queue itself moves a message to its dead letters only after more attempts than these: after crashes, in which no
     * reason could be recorded.
     */
    public static final int ATTEMPTS = 5;

    private static final Set<ErrorCode> MAY_GO_WELL_LATER =
            Set.of(ErrorCode.TEMPORARILY_UNAVAILABLE, ErrorCode.PERMISSION_DENIED, ErrorCode.INTERNAL_ERROR);

    private final Uploads uploads;
    private final DeadLetters deadLetters;

    public RegisterUploads() {
        this(services(), services().deadLetters());
    }

    public RegisterUploads(Services services, DeadLetters deadLetters) {
        this.uploads = services.uploads();
        this.deadLetters = deadLetters;
    }

    @Override
    protected List<String> handle(List<Map<?, ?>> records, RequestLog log) {
        return records.stream()
                .map(QueueMessage::of)
                .filter(message -> !isDone(message, log))
                .map(QueueMessage::id)
                .toList();
    }

    /** Handles a message; false leaves it in the queue. */
    private boolean isDone(QueueMessage message, RequestLog log) {
        List<Failure> failures;
        try {
            failures = S3Event.puts(message.body()).stream()
                    .flatMap(put -> register(put, log).stream())
                    .toList();
        } catch (RegistryException noEvent) {
            failures = List.of(new Failure("message " + message.id() + ": " + noEvent.getMessage(), false));
        }
        return failures.isEmpty() || isGivenUp(message, failures, log);
    }

    private record Failure(String reason, boolean mayGoWellLater) {}

    @SuppressWarnings("CatchingUnchecked") // one failing message must not stop the others of its batch
    private Optional<Failure> register(UploadedObject put, RequestLog log) {
        try {
            Caller.as(put.who(), () -> uploads.arrived(put)).ifPresent(version -> log.note(described(version, put)));
            return Optional.empty();
        } catch (RegistryException refusal) {
            return Optional.of(failure(put, refusal.getMessage(), MAY_GO_WELL_LATER.contains(refusal.code())));
        } catch (RuntimeException failure) {
            log.failed(failure);
            return Optional.of(
                    failure(put, "The registration failed unexpectedly. The function's log has the cause.", true));
        }
    }

    private static String described(RegisteredUpload version, UploadedObject put) {
        return "upload of %s registered as version %d of %s"
                .formatted(Quoted.text(put.key()), version.version(), Quoted.text(version.model()));
    }

    private static Failure failure(UploadedObject put, String message, boolean mayGoWellLater) {
        String reason = Quoted.text(put.key()) + " (put " + put.putId() + "): " + message;
        return new Failure(reason.replaceAll("\\p{Cntrl}", "?"), mayGoWellLater);
    }

    @SuppressWarnings("CatchingUnchecked") // if the dead letter cannot be stored, the message stays in the queue
    private boolean isGivenUp(QueueMessage message, List<Failure> failures, RequestLog log) {
        String reasons = String.join(" ", failures.stream().map(Failure::reason).toList());
        if (message.attempt() < ATTEMPTS && failures.stream().anyMatch(Failure::mayGoWellLater)) {
            log.note("upload will be retried: " + reasons);
            return false;
        }
        log.note("upload refused: " + reasons);
        try {
            deadLetters.add(message.body(), reasons);
            return true;
        } catch (RuntimeException failure) {
            log.failed(failure);
            return false;
        }
    }
}
