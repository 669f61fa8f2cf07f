package io.lambdaregistry.benchmarks.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What a first request behind a snapshot costs, by measures that hold on a busy machine: the classes that it loads, the TLS
 * handshakes that it waits for, and its processor time against that of a handler that returns constant bytes.
 */
class FirstRequestTest {
    private static final int MOST_CLASSES = 12;
    private static final int MOST_CONNECTIONS = 4;
    private static final double MOST_PROCESSOR_TIME = 10;

    @TempDir
    private static Path folder;

    private static Backend backend;
    private static Bench bench;
    private static FirstRequest search;
    private static FirstRequest upload;

    @BeforeAll
    static void start() throws Exception {
        backend = Backend.start(folder);
        bench = new Bench(Deployment.unpack(folder), backend, folder);
        search = firstRequest(MeasuredFunction.SEARCH);
        upload = firstRequest(MeasuredFunction.UPLOAD);
    }

    @AfterAll
    static void stop() throws IOException {
        backend.close();
    }

    private static FirstRequest firstRequest(MeasuredFunction function) throws Exception {
        return bench.firstRequest(new Case(function, Variant.SNAPSTART));
    }

    @Test
    void nearlyEveryClassIsLoadedBeforeTheSnapshot() {
        assertThat(search.classes()).hasSizeLessThanOrEqualTo(MOST_CLASSES);
        assertThat(upload.classes()).hasSizeLessThanOrEqualTo(MOST_CLASSES);
    }

    @Test
    void aFirstRequestMakesFewConnections() {
        assertThat(Stream.of(search, upload).map(FirstRequest::connections))
                .allSatisfy(connections -> assertThat(connections).isBetween(1, MOST_CONNECTIONS));
    }

    /** It is three times as much on a quiet machine, up to seven on one that does ten things at once, and some thirty unrehearsed. */
    @Test
    void aFirstRequestTakesFewTimesTheProcessorTimeOfAConstantAnswer() throws Exception {
        double constant = firstRequest(MeasuredFunction.FLOOR).processor();
        assertThat(constant).isPositive();
        assertThat(search.processor() / constant).isBetween(1.0, MOST_PROCESSOR_TIME);
        assertThat(upload.processor() / constant).isBetween(1.0, MOST_PROCESSOR_TIME);
    }
}
