package io.lambdaregistry.benchmarks.coldstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The time that the threads of a process have spent on processors, as Linux counts it. */
record ProcessorTime(long pid) {

    /**
     * The time of the threads that run at present, by {@code /proc/<pid>/task/<thread>/schedstat}; 0 if there is no such
     * file.
     */
    long nanos() {
        Path threads = Path.of("/proc", Long.toString(pid), "task");
        if (!Files.isDirectory(threads)) {
            return 0;
        }
        try (Stream<Path> all = Files.list(threads)) {
            return all.mapToLong(ProcessorTime::nanos).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long nanos(Path thread) {
        try {
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ", 2)[0]);
        } catch (IOException ended) {
            return 0;
        }
    }
}
