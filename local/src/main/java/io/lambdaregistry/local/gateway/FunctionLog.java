package io.lambdaregistry.local.gateway;

import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/** Where functions log to: what they tell in words is for stderr, the line of each request for whoever asked for it. */
public final class FunctionLog implements LambdaLogger, AutoCloseable {
    /** The words only. It is everybody's, and so is never closed. */
    public static final FunctionLog CONSOLE = new FunctionLog(new OutputStream() {
        @Override
        public void write(int b) {
            // asked for by nobody
        }

        @Override
        public void write(byte[] b, int offset, int length) {
            // neither
        }
    });

    private final OutputStream lines;

    /** @param lines gets each line at once, and is closed with the log */
    public FunctionLog(OutputStream lines) {
        this.lines = lines;
    }

    /** The words, and the lines at the end of a file. */
    public static FunctionLog in(Path file) throws IOException {
        return new FunctionLog(Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
    }

    /** The same function, which logs here. */
    public RequestStreamHandler of(RequestStreamHandler function) {
        return (input, output, context) -> function.handleRequest(
                input, output, new LocalContext(context.getAwsRequestId(), context.getFunctionName(), this));
    }

    @Override
    public void log(String message) {
        System.err.println(message);
    }

    /** Written at once, so that the lines of requests that end together do not mix. */
    @Override
    public synchronized void log(byte[] line) {
        byte[] ended = Arrays.copyOf(line, line.length + 1);
        ended[line.length] = '\n';
        try {
            lines.write(ended);
        } catch (IOException e) {
            log("the line of a request could not be written: " + e); // which is no failure of the request
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
