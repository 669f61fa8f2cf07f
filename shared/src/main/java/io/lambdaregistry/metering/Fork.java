package io.lambdaregistry.metering;

import io.lambdaregistry.access.Caller;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Work on a virtual thread of its own, with the starting thread's meter and caller. */
public final class Fork<T> {
    private final FutureTask<T> task;
    private final Meter.@Nullable Strand strand;

    private Fork(Callable<T> work, Meter.@Nullable Strand strand) {
        this.strand = strand;
        this.task = new FutureTask<>(strand == null ? work : () -> strand.call(work));
    }

    /** Starts the work. */
    public static <T> Fork<T> of(Callable<T> work) {
        Fork<T> fork = new Fork<>(Caller.carriedBy(work), Meter.Strand.forked());
        Thread.startVirtualThread(fork.task);
        return fork;
    }

    /**
     * Waits for the work, and returns its result or throws its exception.
     *
     * @throws RegistryException TEMPORARILY_UNAVAILABLE when the waiting thread is interrupted
     */
    public T join() {
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryException(ErrorCode.TEMPORARILY_UNAVAILABLE, "The registry is stopping. Try again.", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } finally {
            if (strand != null && task.isDone()) {
                strand.joined();
            }
        }
    }
}
