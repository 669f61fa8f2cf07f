package io.lambdaregistry.local.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.local.ChildJvm;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.webhook.Receiver;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookDurabilityTest {
    @TempDir
    private Path folder = Path.of("");

    private static List<Integer> received(Receiver receiver) {
        return receiver.deliveries("/failing").stream()
                .map(delivery -> Integer.valueOf(delivery.body().replaceAll(".*\"value\": \"(\\d+)\".*", "$1")))
                .toList();
    }

    @Test
    void acknowledgedChangesAreDeliveredInOrderThoughEveryProcessIsKilled() throws Exception {
        try (Receiver receiver = Receiver.start()) {
            int acknowledged = -1;
            for (int life = 0; life < 2; life++) {
                receiver.failures.set(2);
                try (ChildJvm writer = ChildJvm.start(
                        List.of(),
                        HookedWriter.class,
                        folder.toString(),
                        receiver.url("/failing"),
                        Integer.toString(acknowledged + 1))) {
                    for (int i = 0; i < 30; i++) {
                        acknowledged = Integer.parseInt(writer.readLine());
                    }
                    writer.kill();
                    for (String line : writer.remainingLines()) {
                        acknowledged = Integer.parseInt(line);
                    }
                }
            }
            try (LocalRegistry registry =
                    LocalRegistry.start(Options.inFolder(folder).withWebhookPrivateNetworks())) {
                assertThat(registry.services()
                                .webhooks()
                                .list(10, Optional.empty())
                                .items())
                        .hasSize(1);
                while (!received(receiver).contains(acknowledged)) {
                    Thread.sleep(50);
                }
            }
            // some twice, where a process was killed before it could note them; one more, written but not acknowledged
            List<Integer> inOrder = List.copyOf(new LinkedHashSet<>(received(receiver)));
            assertThat(inOrder)
                    .startsWith(IntStream.rangeClosed(0, acknowledged).boxed().toArray(Integer[]::new))
                    .hasSizeLessThanOrEqualTo(acknowledged + 2);
        }
    }
}
