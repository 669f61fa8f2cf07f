package io.lambdaregistry.functions.logging;

import io.lambdaregistry.error.Fault;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * A failure as text for the log: exception types, code positions, AWS's error responses, and the messages of faults. Other
 * messages are left out, since they repeat request content: a value that is no number, a body that is no JSON.
 */
final class FailureText {
    private static final int MOST_CAUSES = 10;

    private FailureText() {}

    static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MOST_CAUSES; depth++) {
            text.append(depth == 0 ? "" : "\ncaused by ")
                    .append(cause.getClass().getName());
            if (cause instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
                text.append(" (")
                        .append(answer.awsErrorDetails().serviceName())
                        .append(' ')
                        .append(answer.statusCode())
                        .append(' ')
                        .append(answer.awsErrorDetails().errorCode())
                        .append(", request ")
                        .append(answer.requestId())
                        .append(')');
            }
            if (cause instanceof Fault fault) {
                text.append(": ").append(fault.getMessage());
            }
            for (StackTraceElement place : cause.getStackTrace()) {
                text.append("\n\tat ").append(place);
            }
            cause = cause.getCause();
        }
        return text.toString();
    }
}
