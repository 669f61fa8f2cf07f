package io.lambdaregistry.functions.logging;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** A library's logger: each warning or error is one line in the function's log, with its causes but no stack trace. */
final class WarningLog extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    WarningLog(String name) {
        this.name = name;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            String pattern,
            Object @Nullable [] values,
            @Nullable Throwable cause) {
        StringBuilder line =
                new StringBuilder(name).append(": ").append(MessageFormatter.basicArrayFormat(pattern, values));
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            line.append(", by ").append(reason);
        }
        LambdaRuntime.getLogger()
                .log(line.toString().replaceAll("\\R", " "), level == Level.ERROR ? LogLevel.ERROR : LogLevel.WARN);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isErrorEnabled() {
        return true;
    }

    @Override
    public boolean isWarnEnabled() {
        return true;
    }

    @Override
    public boolean isInfoEnabled() {
        return false;
    }

    @Override
    public boolean isDebugEnabled() {
        return false;
    }

    @Override
    public boolean isTraceEnabled() {
        return false;
    }
}
