package io.lambdaregistry.local.commands;

import java.util.concurrent.CountDownLatch;

/** The time of a server between its start and Ctrl-C. */
final class UntilStopped {
    private UntilStopped() {}

    /** Waits until the process is stopped, closes, and exits with 0. The JVM by itself would exit with the signal's number. */
    static void waitAndClose(Runnable close) {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            close.run();
                            Runtime.getRuntime().halt(0);
                        },
                        "stop"));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
