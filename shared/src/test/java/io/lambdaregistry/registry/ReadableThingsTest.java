package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.metering.ResponseBytes;
import io.lambdaregistry.testing.StoresSuite;
import io.lambdaregistry.tracking.Dataset;
import io.lambdaregistry.tracking.Experiment;
import io.lambdaregistry.tracking.NewLoggedModel;
import io.lambdaregistry.tracking.NewRun;
import io.lambdaregistry.tracking.Param;
import io.lambdaregistry.tracking.Tag;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No write makes a thing that is too large to be read back in one response. */
public class ReadableThingsTest extends StoresSuite {
    private static final AtomicInteger NAMES = new AtomicInteger();

    private String name = "";

    @BeforeEach
    void chooseName() {
        name = "readable-" + NAMES.incrementAndGet();
    }

    /** Each character of it takes four bytes of a response. */
    private static String quotes(int number, int length) {
        String start = number + ":";
        return start + "\"".repeat(length - start.length());
    }

    /** Changes a few texts, for more bytes than fit at once, which leaves room; then fills the thing until it refuses more. */
    private static void changeAndFill(
            int length, BiConsumer<String, String> write, Supplier<Map<String, String>> texts) {
        for (int i = 0; i < 7_000_000 / 4 / length; i++) {
            write.accept("t" + i % 3, quotes(i, length));
        }
        int[] written = {0};
        assertThatThrownBy(() -> {
                    for (; written[0] < 5_000; written[0]++) {
                        write.accept("t" + written[0], quotes(written[0], length));
                    }
                })
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessageContaining("read back in one response");
        assertThat(texts.get()).hasSizeGreaterThanOrEqualTo(written[0]);
        assertThat(inResponse(texts.get())).isBetween(4_100_000L, (long) ResponseBytes.MOST);
    }

    private static long inResponse(Map<String, String> texts) {
        return texts.values().stream().mapToLong(ResponseBytes::ofValue).sum();
    }

    @Test
    void aModelTakesNoMoreTextsThanCanBeReadBack() {
        ModelRegistry registry = stores.registry();
        registry.createModel(name, "", Map.of());
        changeAndFill(
                99_000,
                (key, value) -> registry.setModelTag(name, key, value),
                () -> registry.getModel(name).tags());
        registry.renameModel(name, name + "-renamed");
        assertThatThrownBy(() -> registry.setModelTag(name + "-renamed", "more", quotes(0, 99_000)))
                .hasMessageContaining("read back in one response");
        registry.deleteModelTag(name + "-renamed", "t1");
        registry.setModelTag(name + "-renamed", "more", quotes(0, 99_000));
    }

    @Test
    void aVersionTakesNoMoreTextsThanCanBeReadBack() {
        ModelRegistry registry = stores.registry();
        registry.createModel(name, "", Map.of());
        registry.createVersion(name, "s3://bucket/model", "", null, "", "", Map.of("first", quotes(1, 99_000)));
        changeAndFill(
                99_000,
                (key, value) -> registry.setVersionTag(name, "1", key, value),
                () -> registry.getVersion(name, "1").tags());
        Map<String, String> tooMuch = registry.getVersion(name, "1").tags();
        Map<String, String> andMore = new TreeMap<>(tooMuch);
        andMore.put("more", quotes(1, 99_000));
        assertThatThrownBy(() -> registry.createVersion(name, "s3://bucket/model", "", null, "", "", andMore))
                .hasMessageContaining("read back in one response");
    }

    private Experiment experiment() {
        return stores.experiments().create(name, "", List.of());
    }

    @Test
    void anExperimentTakesNoMoreTextsThanCanBeReadBack() {
        String id = Long.toString(experiment().id());
        changeAndFill(
                5_000,
                (key, value) -> stores.experiments().setTag(id, key, value),
                () -> stores.experiments().get(id).tags());
    }

    @Test
    void aRunTakesNoMoreTextsThanCanBeReadBack() {
        String id = newRun(experiment());
        stores.runs().logBatch(id, List.of(), List.of(new Param("p", quotes(0, 6_000))), List.of());
        changeAndFill(
                8_000,
                (key, value) -> stores.runs().setTag(id, new Tag(key, value)),
                () -> stores.runs().get(id).tags());
    }

    private String newRun(Experiment experiment) {
        return stores.runs()
                .create(new NewRun(Long.toString(experiment.id()), "someone", 1, List.of(), ""))
                .info()
                .runId();
    }

    @Test
    void aRunTakesNoMoreDatasetsThanCanBeReadBack() {
        String id = newRun(experiment());
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        Dataset dataset =
                                new Dataset("d" + i, "1", "local", "source", quotes(i, 60_000), null, Map.of());
                        stores.runs().logInputs(id, List.of(dataset), List.of());
                    }
                })
                .hasMessageContaining("read back in one response");
        assertThat(stores.runs().get(id).datasets()).hasSizeBetween(15, 25);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 100; i++) {
                        stores.runs().setTag(id, new Tag("t" + i, quotes(i, 8_000)));
                    }
                })
                .hasMessageContaining("read back in one response");
    }

    @Test
    void aLoggedModelTakesNoMoreTextsThanCanBeReadBack() {
        NewLoggedModel given =
                new NewLoggedModel(Long.toString(experiment().id()), "model", "", "", List.of(), Map.of());
        String id = stores.loggedModels().create(given).modelId();
        changeAndFill(
                5_000,
                (key, value) -> stores.loggedModels().setTags(id, Map.of(key, value)),
                () -> stores.loggedModels().get(id, false).tags());
    }
}
