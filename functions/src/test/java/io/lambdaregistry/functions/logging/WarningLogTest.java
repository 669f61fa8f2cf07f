package io.lambdaregistry.functions.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

class WarningLogTest {
    private static final Logger LOG = new LambdaLogProvider().getLoggerFactory().getLogger("a.library");

    @Test
    void aWarningIsOneLineWithWhatCausedIt() {
        IOException cause = new IOException("no\nroute", new IllegalStateException("closed"));
        assertThat(logged(() -> LOG.warn("{} of {} failed", 1, 2, cause)))
                .isEqualTo("a.library: 1 of 2 failed, by java.io.IOException: no route,"
                        + " by java.lang.IllegalStateException: closed");
    }

    @Test
    void aMessageThatIsNoWarningIsNotLogged() {
        assertThat(logged(() -> LOG.info("started"))).isEmpty();
    }

    /** Outside Lambda, its logger writes to the standard output. */
    private static String logged(Runnable logging) {
        PrintStream before = System.out;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            logging.run();
        } finally {
            System.setOut(before);
        }
        return written.toString(StandardCharsets.UTF_8).strip();
    }
}
