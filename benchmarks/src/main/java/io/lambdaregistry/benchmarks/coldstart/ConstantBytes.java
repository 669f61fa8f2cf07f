package io.lambdaregistry.benchmarks.coldstart;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The smallest function in Java, with which the others are compared. */
public final class ConstantBytes implements RequestStreamHandler {
    private static final byte[] ANSWER =
            "{\"statusCode\":200,\"headers\":{},\"body\":\"{}\"}".getBytes(StandardCharsets.US_ASCII);

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        output.write(ANSWER);
    }
}
