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
 * Registers the models that are uploaded to the bucket, of which S3 tells by a queue. What cannot be registered goes to the
 * dead letters with the reason; what may go well later is left in the queue, until its last attempt.
 */
public final class RegisterUploads extends TriggerHandler {
    /** The queue itself moves a message only after more than these, as after crashes, where nobody could tell the reason. */
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

    /** Works a message off; false leaves it in the queue. */
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

    @SuppressWarnings("CatchingUnchecked") // one message that breaks something must not stop the others of its batch
    private Optional<Failure> register(UploadedObject put, RequestLog log) {
        try {
            Caller.as(put.who(), () -> uploads.arrived(put)).ifPresent(version -> log.tell(told(version, put)));
            return Optional.empty();
        } catch (RegistryException refusal) {
            return Optional.of(failure(put, refusal.getMessage(), MAY_GO_WELL_LATER.contains(refusal.code())));
        } catch (RuntimeException failure) {
            log.failed(failure);
            return Optional.of(failure(put, "It failed unexpectedly; the log tells more.", true));
        }
    }

    private static String told(RegisteredUpload version, UploadedObject put) {
        return "upload of %s registered as version %d of %s"
                .formatted(Quoted.text(put.key()), version.version(), Quoted.text(version.model()));
    }

    private static Failure failure(UploadedObject put, String message, boolean mayGoWellLater) {
        String reason = Quoted.text(put.key()) + " (put " + put.putId() + "): " + message;
        return new Failure(reason.replaceAll("\\p{Cntrl}", "?"), mayGoWellLater);
    }

    @SuppressWarnings(
            "CatchingUnchecked") // whatever keeps a dead letter from being kept, its message stays in the queue
    private boolean isGivenUp(QueueMessage message, List<Failure> failures, RequestLog log) {
        String reasons = String.join(" ", failures.stream().map(Failure::reason).toList());
        if (message.attempt() < ATTEMPTS && failures.stream().anyMatch(Failure::mayGoWellLater)) {
            log.tell("upload to be tried again: " + reasons);
            return false;
        }
        log.tell("upload refused: " + reasons);
        try {
            deadLetters.add(message.body(), reasons);
            return true;
        } catch (RuntimeException failure) {
            log.failed(failure);
            return false;
        }
    }
}
