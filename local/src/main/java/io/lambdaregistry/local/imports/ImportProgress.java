package io.lambdaregistry.local.imports;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Shows the progress of an import: as a bar that is redrawn on a terminal, as a line at intervals elsewhere. */
final class ImportProgress implements AutoCloseable {
    private static final int WIDTH = 24;
    private static final long REDRAW_MILLIS = 200;
    private static final long LINE_MILLIS = 10_000;

    private final PrintWriter out;
    private final boolean terminal;
    private final Tally tally;
    private final long start = System.nanoTime();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("progress").factory());
    private final Future<?> redrawn;
    private String phase = "";
    private int total;
    private int done;

    /** @param terminal whether a line can be redrawn */
    ImportProgress(PrintWriter out, boolean terminal, Tally tally) {
        this.out = out;
        this.terminal = terminal;
        this.tally = tally;
        long period = terminal ? REDRAW_MILLIS : LINE_MILLIS;
        this.redrawn = clock.scheduleAtFixedRate(this::draw, period, period, TimeUnit.MILLISECONDS);
    }

    /** @param steps the number of steps of this part */
    synchronized void begin(String name, int steps) {
        phase = name;
        total = steps;
        done = 0;
        if (terminal) {
            draw();
        }
    }

    synchronized void step() {
        done++;
    }

    synchronized void end() {
        draw();
        if (terminal) {
            out.println();
            out.flush();
        }
        phase = "";
    }

    private synchronized void draw() {
        if (phase.isEmpty()) {
            return;
        }
        if (terminal) {
            out.print("\r" + line() + "\u001b[K");
        } else {
            out.println(line());
        }
        out.flush();
    }

    private String line() {
        int filled = total == 0 ? WIDTH : (int) ((long) WIDTH * done / total);
        return String.format(
                Locale.ROOT,
                "%-17s [%s%s] %,d/%,d · %,d runs · %,d versions · %,d files, %s · %s",
                phase,
                "=".repeat(filled),
                " ".repeat(WIDTH - filled),
                done,
                total,
                tally.of(Kind.RUN),
                tally.of(Kind.VERSION),
                tally.of(Kind.FILE),
                tally.copiedSize(),
                elapsed());
    }

    String elapsed() {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
        return seconds < 3_600
                ? "%d:%02d".formatted(seconds / 60, seconds % 60)
                : "%d:%02d:%02d".formatted(seconds / 3_600, seconds / 60 % 60, seconds % 60);
    }

    /** Keeps the last line on the screen. */
    @Override
    public synchronized void close() {
        redrawn.cancel(false);
        clock.shutdownNow();
        if (terminal && !phase.isEmpty()) {
            out.println();
            out.flush();
        }
    }
}
