package io.lambdaregistry.local.gateway;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.functions.FunctionContext;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * The log of functions. Messages are written to stderr; the line of JSON for each request goes to a stream, if one is given.
 */
public final class FunctionLog implements LambdaLogger, AutoCloseable {
    /** Writes messages only. It is shared, and so is never closed. */
    public static final FunctionLog CONSOLE = new FunctionLog(new OutputStream() {
        @Override
        public void write(int b) {
            // nothing reads the request lines
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            // nothing reads the request lines
        }
    });

    private final OutputStream lines;

    /** @param lines receives each request's line at once, and is closed with the log */
    public FunctionLog(OutputStream lines) {
        this.lines = lines;
    }

    /** Writes messages to stderr, and appends request lines to a file. */
    public static FunctionLog in(Path file) throws IOException {
        return new FunctionLog(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** Wraps a function so that it logs here. */
    public RequestStreamHandler of(RequestStreamHandler function) {
        return (input, output, context) ->
                function.handleRequest(input, output, context(context.getAwsRequestId(), context.getFunctionName()));
    }

    /** The context of a call whose function logs here. */
    public FunctionContext context(String requestId, String functionName) {
        return new FunctionContext(requestId, functionName, this);
    }

    @Override
    public void log(String message) {
        System.err.println(message);
    }

    /** Writes a line in one piece, so that lines of concurrent requests do not mix. */
    @Override
    public synchronized void log(byte[] line) {
        byte[] ended = Arrays.copyOf(line, line.length + 1);
        ended[line.length] = '\n';
        try {
            lines.write(ended);
        } catch (IOException e) {
            log("the line of a request could not be written: " + e); // not a failure of the request
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
