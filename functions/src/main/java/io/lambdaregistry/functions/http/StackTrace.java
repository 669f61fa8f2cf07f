package io.lambdaregistry.functions.http;

import java.io.PrintWriter;
import java.io.StringWriter;

/** A failure as text for the log; it never goes into an answer. */
public final class StackTrace {
    private StackTrace() {}

    public static String of(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
