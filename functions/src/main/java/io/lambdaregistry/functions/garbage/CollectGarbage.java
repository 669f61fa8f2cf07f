package io.lambdaregistry.functions.garbage;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.garbage.GarbageCollector;
import io.lambdaregistry.garbage.GarbageCollector.Collected;
import io.lambdaregistry.garbage.Pace;
import io.lambdaregistry.json.JsonBody;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * {@code POST registry/gc}: deletes for good what can no longer be restored. It works for a limited number of seconds; the next
 * call continues.
 */
final class CollectGarbage extends JsonHandler {
    /** Lambda stops the function after 900 seconds. */
    private static final int MOST_SECONDS = 840;

    /** API Gateway waits 30 seconds for a response. */
    private static final int DEFAULT_SECONDS = 20;

    /** The pace of a collection, in items and files a second. */
    private static final int WORK_PER_SECOND = 500;

    private final GarbageCollector garbage;

    CollectGarbage(GarbageCollector garbage) {
        this.garbage = garbage;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        long seconds = parameters.integerUpTo(MOST_SECONDS, "seconds", DEFAULT_SECONDS);
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        BooleanSupplier goesOn = () -> System.nanoTime() - end < 0;
        Collected done = garbage.collect(new Pace(WORK_PER_SECOND, goesOn, Thread::sleep));
        return writer -> writer.field("collected", done.things())
                .field("files", done.files())
                .field("bytes", done.bytes())
                .field("complete", done.whole());
    }
}
