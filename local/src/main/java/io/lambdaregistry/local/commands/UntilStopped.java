package io.lambdaregistry.local.commands;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    /** Stops the process when the input ends; the end of the process that holds the other side is such an end. */
    static void stopAtEndOf(InputStream input) {
        Thread.ofPlatform().daemon().name("until-eof").start(() -> {
            try {
                input.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // an input that cannot be read has ended
            }
            System.exit(0);
        });
    }
}
