package io.lambdaregistry.embedded.sqlite;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Stream;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * Distinguishes a full disk from other failures of a disk. A write that a full disk refused is not carried out, and repeating it at once
 * is useless.
 */
public final class FullDisk {
    /** The status of an embedded store's error for a full disk. Clients of AWS and of MLflow do not repeat such a request. */
    public static final int STATUS = 507;

    public static final String CODE = "InsufficientStorage";
    public static final String MESSAGE = "The disk is full; nothing was written. Make room, then repeat the request.";

    /** The words of Linux and macOS, for a disk and for a user's quota, and those of Windows. */
    private static final String[] WORDS = {"no space left on device", "quota exceeded", "not enough space on the disk"};

    private FullDisk() {}

    /** Whether a failure, or one of its causes, is a full disk's. */
    public static boolean causes(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .anyMatch(FullDisk::isReportedBy);
    }

    private static boolean isReportedBy(Throwable failure) {
        return switch (failure) {
            case SQLiteException sqlite -> sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL;
            case IOException io -> {
                String message = String.valueOf(io.getMessage()).toLowerCase(Locale.ROOT);
                yield Stream.of(WORDS).anyMatch(message::contains);
            }
            default -> false;
        };
    }
}
