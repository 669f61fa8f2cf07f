package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Acknowledged writes survive a kill of the server in the middle of its work. */
@Timeout(300)
final class DurabilityTest {
    private static final int WRITERS = 8;
    private static final int ENOUGH = 150;
    private static final Duration LIMIT = Duration.ofMinutes(2);

    @TempDir
    private Path data;

    @Test
    void acknowledgedWritesSurviveAKilledServer() throws IOException, InterruptedException {
        Queue<RegistryWriter.Acknowledged> acknowledged = new ConcurrentLinkedQueue<>();
        for (int round = 1; round <= 2; round++) {
            writeUntilKilled(round, acknowledged);
            everyOneIsThere(acknowledged);
        }
    }

    @Test
    void versionNumbersGoOnAfterTheServerWasKilled() throws IOException, InterruptedException {
        String highest = "";
        try (RegistryServer server = RegistryServer.start(data);
                ApiClient api = new ApiClient(server.uri())) {
            assertThat(api.post("registered-models/create", Map.of("name", "counted"))
                            .isOk())
                    .isTrue();
            for (int version = 1; version <= 3; version++) {
                highest = newVersion(api);
            }
            server.kill();
        }
        try (RegistryServer server = RegistryServer.start(data);
                ApiClient api = new ApiClient(server.uri())) {
            assertThat(List.of(highest, newVersion(api))).containsExactly("3", "4");
        }
    }

    private static String newVersion(ApiClient api) throws IOException, InterruptedException {
        Answer answer = api.post("model-versions/create", Map.of("name", "counted", "source", "s3://models/counted"));
        return answer.json().at("/model_version/version").asText();
    }

    private void writeUntilKilled(int round, Queue<RegistryWriter.Acknowledged> acknowledged)
            throws IOException, InterruptedException {
        int before = acknowledged.size();
        List<Thread> writers = new ArrayList<>();
        try (RegistryServer server = RegistryServer.start(data);
                ApiClient api = new ApiClient(server.uri())) {
            for (int number = 0; number < WRITERS; number++) {
                RegistryWriter writer = new RegistryWriter(api, "r" + round + "w" + number, acknowledged);
                writers.add(Thread.ofVirtual().start(writer));
            }
            waitFor(acknowledged, before + ENOUGH, writers);
            server.kill();
            for (Thread writer : writers) {
                writer.join();
            }
        }
    }

    private static void waitFor(Queue<?> acknowledged, int enough, List<Thread> writers) throws InterruptedException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (acknowledged.size() < enough) {
            assertThat(writers).as("writers that go on").allMatch(Thread::isAlive);
            assertThat(System.nanoTime()).as("writes were too slow").isLessThan(deadline);
            Thread.sleep(20);
        }
    }

    private void everyOneIsThere(Queue<RegistryWriter.Acknowledged> acknowledged)
            throws IOException, InterruptedException {
        try (RegistryServer server = RegistryServer.start(data);
                ApiClient api = new ApiClient(server.uri())) {
            for (RegistryWriter.Acknowledged write : acknowledged) {
                assertThat(write.read(api)).as(write.what()).contains(write.expected());
            }
        }
    }
}
