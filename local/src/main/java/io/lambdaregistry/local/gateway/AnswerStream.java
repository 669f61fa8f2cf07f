package io.lambdaregistry.local.gateway;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The stream to which a function writes its response. A small response is held until the function has returned, so that a later
 * failure can still become an error response; a large one is relayed while it is written.
 */
final class AnswerStream extends OutputStream {
    private static final int HELD = 64 * 1024;

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final Consumer<InputStream> relay;
    private @Nullable Pipe pipe;
    private @Nullable OutputStream sink;

    /** @param relay starts reading a large response, on a thread of its own */
    AnswerStream(Consumer<InputStream> relay) {
        this.relay = relay;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (sink == null && held.size() + length <= HELD) {
            held.write(bytes, offset, length);
            return;
        }
        if (sink == null) {
            pipe = new Pipe(4 * HELD);
            sink = pipe.sink();
            relay.accept(new SequenceInputStream(new ByteArrayInputStream(held.toByteArray()), pipe.source()));
            held.reset();
        }
        sink.write(bytes, offset, length);
    }

    boolean isRelayed() {
        return pipe != null;
    }

    /** All of a small response. */
    InputStream held() {
        return new ByteArrayInputStream(held.toByteArray());
    }

    /**
     * Marks the response as complete. It is complete only when the function has returned, even if the function closed the
     * stream before.
     */
    void finish() {
        if (pipe != null) {
            pipe.finish();
        }
    }

    void fail(Throwable cause) {
        if (pipe != null) {
            pipe.fail(cause);
        }
    }
}
