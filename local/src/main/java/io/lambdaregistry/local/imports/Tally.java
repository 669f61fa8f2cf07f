package io.lambdaregistry.local.imports;

import java.io.PrintWriter;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what was copied, and collects notes for the user. Thread-safe. */
public final class Tally {
    /** The number of different notes that are kept, so that an import cannot fill the memory. */
    private static final int MOST_NOTES = 1_000;

    private static final int SHOWN_NOTES = 50;

    private final Map<Kind, Map<CopyOutcome, LongAdder>> counts = new EnumMap<>(Kind.class);
    private final LongAdder bytes = new LongAdder();
    private final Map<String, Integer> notes = new LinkedHashMap<>();
    private int furtherNotes;

    public Tally() {
        for (Kind kind : Kind.values()) {
            Map<CopyOutcome, LongAdder> row = new EnumMap<>(CopyOutcome.class);
            for (CopyOutcome outcome : CopyOutcome.values()) {
                row.put(outcome, new LongAdder());
            }
            counts.put(kind, row);
        }
    }

    void count(Kind kind, CopyOutcome outcome) {
        count(kind, outcome, 1);
    }

    void count(Kind kind, CopyOutcome outcome, long number) {
        adder(kind, outcome).add(number);
    }

    /** Counts an entity, and notes the reason for its outcome. */
    void count(Kind kind, CopyOutcome outcome, String note) {
        count(kind, outcome);
        note(note);
    }

    /** Adds a note; a repeated note is counted, not repeated. */
    synchronized void note(String note) {
        if (notes.size() < MOST_NOTES || notes.containsKey(note)) {
            notes.merge(note, 1, Integer::sum);
        } else {
            furtherNotes++;
        }
    }

    void copiedBytes(long number) {
        bytes.add(number);
    }

    private LongAdder adder(Kind kind, CopyOutcome outcome) {
        Map<CopyOutcome, LongAdder> row = counts.get(kind);
        LongAdder adder = row == null ? null : row.get(outcome);
        if (adder == null) {
            throw new IllegalStateException("not counted: " + kind + " " + outcome);
        }
        return adder;
    }

    long of(Kind kind, CopyOutcome outcome) {
        return adder(kind, outcome).sum();
    }

    long of(Kind kind) {
        long sum = 0;
        for (CopyOutcome outcome : CopyOutcome.values()) {
            sum += of(kind, outcome);
        }
        return sum;
    }

    public boolean hasFailures() {
        for (Kind kind : Kind.values()) {
            if (of(kind, CopyOutcome.FAILED) > 0) {
                return true;
            }
        }
        return false;
    }

    /** The size of all copied files together. */
    public String copiedSize() {
        return size(bytes.sum());
    }

    private static String size(long bytes) {
        String[] units = {"bytes", "kB", "MB", "GB", "TB"};
        double value = bytes;
        int unit = 0;
        while (value >= 1_000 && unit < units.length - 1) {
            value /= 1_000;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, units[unit]);
    }

    /** Prints the table of all counts, and the notes below it. */
    public synchronized void print(PrintWriter out) {
        out.printf("%-18s", "");
        for (CopyOutcome outcome : CopyOutcome.values()) {
            out.printf(" %12s", outcome.heading());
        }
        out.println();
        for (Kind kind : Kind.values()) {
            out.printf("%-18s", kind.plural());
            for (CopyOutcome outcome : CopyOutcome.values()) {
                long count = of(kind, outcome);
                out.printf(" %12s", count == 0 ? "-" : String.format(Locale.ROOT, "%,d", count));
            }
            out.println();
        }
        printNotes(out);
    }

    private void printNotes(PrintWriter out) {
        int shown = 0;
        for (Map.Entry<String, Integer> note : notes.entrySet()) {
            if (++shown > SHOWN_NOTES) {
                break;
            }
            out.println("- " + note.getKey() + (note.getValue() > 1 ? " (" + note.getValue() + " times)" : ""));
        }
        int hidden = Math.max(0, notes.size() - SHOWN_NOTES) + furtherNotes;
        if (hidden > 0) {
            out.printf("- and %,d more of this kind%n", hidden);
        }
    }
}
