package io.lambdaregistry.benchmarks.coldstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * What a first request behind a snapshot costs, by measures that hold on a busy machine: the classes that it loads, the TLS
 * handshakes that it waits for, and its processor time against that of a handler that returns constant bytes.
 */
class FirstRequestTest {
    private static final int MOST_CLASSES = 12;
    private static final int MOST_CONNECTIONS = 4;

    /** It is three on a quiet machine, up to seven on one that does ten things at once, and some thirty unrehearsed. */
    private static final double MOST_PROCESSOR_TIME = 10;

    @SuppressWarnings("UnusedVariable") // named by the annotation
    private static final List<MeasuredFunction> FUNCTIONS = List.of(
            MeasuredFunction.SEARCH,
            MeasuredFunction.UPLOAD,
            MeasuredFunction.GROUPED_SEARCH,
            MeasuredFunction.GROUPED_RUN);

    @TempDir
    private static Path folder;

    private static Backend backend;
    private static Bench bench;
    private static double constant;

    @BeforeAll
    static void start() throws Exception {
        backend = Backend.start(folder);
        bench = new Bench(Deployment.unpack(folder), backend, folder);
        constant = firstRequest(MeasuredFunction.FLOOR).processor();
        assertThat(constant).isPositive();
    }

    @AfterAll
    static void stop() throws IOException {
        backend.close();
    }

    private static FirstRequest firstRequest(MeasuredFunction function) throws Exception {
        return bench.firstRequest(new Case(function, Variant.SNAPSTART));
    }

    @ParameterizedTest
    @FieldSource("FUNCTIONS")
    void nearlyAllIsDoneBeforeTheSnapshot(MeasuredFunction function) throws Exception {
        FirstRequest first = firstRequest(function);
        assertThat(first.classes()).as("classes loaded").hasSizeLessThanOrEqualTo(MOST_CLASSES);
        assertThat(first.connections()).as("connections").isBetween(1, MOST_CONNECTIONS);
        assertThat(first.processor() / constant)
                .as("processor time of constant answers")
                .isBetween(1.0, MOST_PROCESSOR_TIME);
    }
}
