package io.lambdaregistry.local.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.tracking.Run;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sources that would block an import for ever, or fill its disk: each import ends, and reports why. */
@Timeout(120)
final class HostileSourceTest {
    private static final String API = "/api/2.0/mlflow/";
    private static final String RUN = "0123456789abcdef0123456789abcdef";
    private static final String EXPERIMENT = """
            {"experiments": [{"experiment_id": "7", "name": "exp", "artifact_location": "mlflow-artifacts:/7",
              "lifecycle_stage": "active", "creation_time": 1, "last_update_time": 1}]}""";
    private static final String RUNS = """
            {"runs": [{"info": {"run_id": "%s", "run_uuid": "%s", "experiment_id": "7", "run_name": "r", "status": "FINISHED",
              "start_time": 1, "end_time": 2, "artifact_uri": "mlflow-artifacts:/7/%s/artifacts", "lifecycle_stage": "active"},
              "data": {"params": [{"key": "depth", "value": "3"}], "tags": [{"key": "team", "value": "blue"}]}}]}""".formatted(RUN, RUN, RUN);
    private static final SourceLimits LIMITS =
            new SourceLimits(Duration.ofSeconds(3), Duration.ofSeconds(1), 1_000, 1 << 20, 50, 5_000);

    private FakeSource source;
    private LocalRegistry here;

    @BeforeEach
    void start() throws IOException {
        source = new FakeSource();
        here = LocalRegistry.inMemory();
    }

    @AfterEach
    void stop() {
        here.close();
        source.close();
    }

    private Tally copy() {
        Tally tally = new Tally();
        try (Import all = Import.from(source.uri(), Map.of(), LIMITS)) {
            all.into(here.services(), 4, new PrintWriter(new StringWriter()), false, false, tally);
        }
        return tally;
    }

    private void fails(String... words) {
        assertThatThrownBy(this::copy)
                .isInstanceOf(ImportException.class)
                .message()
                .contains(words);
    }

    private static String printed(Tally tally) {
        StringWriter text = new StringWriter();
        tally.print(new PrintWriter(text, true));
        return text.toString();
    }

    private static void send(HttpExchange exchange, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    /** Goes on until the other side has had enough. */
    private static void sendWithoutEnd(HttpExchange exchange, String start, String more, int pauseMillis)
            throws IOException {
        exchange.sendResponseHeaders(200, 0);
        OutputStream out = exchange.getResponseBody();
        out.write(start.getBytes(StandardCharsets.UTF_8));
        while (true) {
            out.write(more.getBytes(StandardCharsets.UTF_8));
            if (pauseMillis > 0) {
                out.flush();
                sleep(pauseMillis);
            }
        }
    }

    private static void sleep(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void hasARun(String files) {
        source.answers(API + "experiments/search", EXPERIMENT);
        source.answers(API + "runs/search", RUNS);
        source.answers(API + "artifacts/list", files);
    }

    @ParameterizedTest
    @ValueSource(strings = {"experiments/search", "runs/search", "logged-models/search", "registered-models/search"})
    void aSourceThatRepeatsATokenIsRefused(String listing) {
        source.answers(API + "experiments/search", EXPERIMENT);
        source.answers(API + "runs/search", "{}");
        source.answers(API + listing, "{\"next_page_token\": \"again\"}");
        fails("The source cannot be read", "has the same page twice");
    }

    @Test
    void endlessPagesAreRefused() {
        AtomicInteger pages = new AtomicInteger();
        source.handles(
                API + "registered-models/search",
                exchange -> send(
                        exchange,
                        "{\"registered_models\": [{\"name\": \"m%d\"}], \"next_page_token\": \"%d\"}"
                                .formatted(pages.get(), pages.incrementAndGet())));
        fails("its list of registered models has no end");
        assertThat(pages).hasValueLessThan(60);
    }

    @Test
    void endlessEmptyPagesAreRefused() {
        AtomicInteger pages = new AtomicInteger();
        source.handles(
                API + "experiments/search",
                exchange -> send(exchange, "{\"next_page_token\": \"%d\"}".formatted(pages.incrementAndGet())));
        fails("its list of experiments has one empty page after the other");
    }

    @Test
    void aPageLargerThanRequestedIsRefused() {
        source.answers(API + "registered-models/search", "{\"registered_models\": [" + "{},".repeat(1_000) + "{}]}");
        fails("more entries on a page than were requested");
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 404, 500})
    void tooLargeJsonIsRefused(int status) {
        source.handles(API + "experiments/search", exchange -> {
            exchange.sendResponseHeaders(status, 0);
            OutputStream out = exchange.getResponseBody();
            byte[] spaces = " ".repeat(1 << 16).getBytes(StandardCharsets.UTF_8);
            while (true) {
                out.write(spaces);
            }
        });
        fails(status == 200 ? "more than 1 MB of JSON at once" : "answers " + status);
    }

    @Test
    void anEndlessVersionIsReadNoFurther() {
        source.handles("/version", exchange -> sendWithoutEnd(exchange, "3.17.2", " ".repeat(1 << 16), 0));
        assertThat(copy().hasFailures()).isFalse();
    }

    @Test
    void aSourceThatSendsAByteNowAndThenIsTooSlow() {
        source.handles(API + "experiments/search", exchange -> sendWithoutEnd(exchange, "{", " ", 100));
        fails("The source is too slow");
    }

    @Test
    void aFileThatComesAByteNowAndThenIsTooSlow() {
        hasARun("{\"files\": [{\"path\": \"f\", \"is_dir\": false, \"file_size\": 1000000}]}");
        source.handles("/get-artifact", exchange -> sendWithoutEnd(exchange, "x", "x", 100));
        fails("The source is too slow");
    }

    @Test
    void aSilentSourceIsGivenUp() {
        source.handles(API + "experiments/search", exchange -> sleep(20_000));
        fails("no longer answers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"file_size\": 10", "\"file_size\": \"10\"", "\"file_size\": -1"})
    void aFileLongerThanListedIsNotCopiedFurther(String size) {
        hasARun("{\"files\": [{\"path\": \"f\", \"is_dir\": false, %s}]}".formatted(size));
        source.handles("/get-artifact", exchange -> sendWithoutEnd(exchange, "", "x".repeat(1 << 16), 0));
        Tally tally = copy();
        assertThat(printed(tally)).contains("'f' of run " + RUN + " is not copied: the source sends more than");
        assertThat(here.services().artifacts().list(ArtifactPath.ofFolder("7/" + RUN + "/artifacts")))
                .isEmpty();
    }

    @Test
    void aFileShorterThanListedIsNotCopied() {
        hasARun("{\"files\": [{\"path\": \"f\", \"is_dir\": false, \"file_size\": 10}]}");
        source.answers("/get-artifact", "short");
        assertThat(printed(copy())).contains("is not copied: the source sends only 5 of 10 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "other/f", "../f", "/f", "a/b"})
    void aFolderThatListsPathsOutsideItIsNotWalked(String path) {
        hasARun("{\"files\": [{\"path\": \"%s\", \"is_dir\": true}]}".formatted(path));
        assertThat(printed(copy())).contains("lists, in '', entries that are not in it");
    }

    @Test
    void endlessFoldersAreNotWalkedForEver() {
        hasARun("{}");
        source.handles(API + "artifacts/list", exchange -> {
            String query = exchange.getRequestURI().getQuery();
            String folder = query.contains("path=") ? query.replaceAll(".*path=([^&]*).*", "$1") + "/" : "";
            send(
                    exchange,
                    "{\"files\": [{\"path\": \"%sa\", \"is_dir\": true}, {\"path\": \"%sb\", \"is_dir\": true}]}"
                            .formatted(folder, folder));
        });
        fails("it lists more than 5000 files and folders");
    }

    @Test
    void aRedirectToAnotherHostIsNotFollowed() throws Exception {
        try (FakeSource elsewhere = new FakeSource()) {
            AtomicInteger asked = new AtomicInteger();
            elsewhere.handles("/secret", exchange -> asked.incrementAndGet());
            for (String path : new String[] {API + "registered-models/search", "/version"}) {
                source.handles(path, exchange -> {
                    exchange.getResponseHeaders().set("Location", elsewhere.uri() + "/secret");
                    exchange.sendResponseHeaders(307, -1);
                });
                fails("redirect", elsewhere.uri() + "/secret", "not followed");
            }
            assertThat(asked).hasValue(0);
        }
    }

    @Test
    void wordsInThePlaceOfNumbersAreRefused() {
        source.answers(
                API + "experiments/search", EXPERIMENT.replace("\"creation_time\": 1", "\"creation_time\": \"x\""));
        fails("The source cannot be read");
    }

    /** The result of a search is all that is needed of a run, since not every server answers for each of its runs. */
    @Test
    void theParamsAndTagsOfARunComeFromTheSearch() {
        hasARun("{}");
        source.answers(API + "runs/get", 404, "{\"error_code\": \"RESOURCE_DOES_NOT_EXIST\"}");
        assertThat(copy().hasFailures()).isFalse();
        Run run = here.services().runs().get(RUN);
        assertThat(run.params()).containsEntry("depth", "3");
        assertThat(run.tags()).containsEntry("team", "blue");
    }
}
