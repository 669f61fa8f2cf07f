package io.lambdaregistry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.s3.EmbeddedS3;
import io.lambdaregistry.local.s3.S3Credentials;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

class LocalRegistryTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void servesWithBothStoresReady() throws Exception {
        try (LocalRegistry registry = LocalRegistry.inMemory()) {
            assertThat(get(registry.uri().resolve("/nope"))).isEqualTo(404);
            write(registry, "a");
            assertThat(read(registry, "a")).isEqualTo("a a");
        }
    }

    @Test
    void severalRunInOneJvmWithoutSeeingEachOther() {
        try (LocalRegistry one = LocalRegistry.inMemory();
                LocalRegistry other = LocalRegistry.inMemory()) {
            write(one, "a");
            assertThat(one.uri()).isNotEqualTo(other.uri());
            assertThat(content(other, "a", "x")).isEqualTo("-");
            assertThat(content(other, "a", "in a transaction")).isEqualTo("-");
            assertThat(other.s3().listObjectsV2(r -> r.bucket(other.bucket())).contents())
                    .isEmpty();
        }
    }

    @Test
    void keepsEverythingInItsFolder() throws Exception {
        try (LocalRegistry registry = LocalRegistry.start(Options.inFolder(folder.resolve("made for it")))) {
            write(registry, "a/b ü.txt");
        }
        try (LocalRegistry registry = LocalRegistry.start(Options.inFolder(folder.resolve("made for it")))) {
            assertThat(read(registry, "a/b ü.txt")).isEqualTo("a/b ü.txt a/b ü.txt");
            assertThat(registry.s3()
                            .listObjectsV2(r -> r.bucket(registry.bucket()))
                            .contents())
                    .hasSize(1);
        }
    }

    @Test
    void addsALineForEachRequestToALog() throws Exception {
        Path file = Files.writeString(folder.resolve("requests.jsonl"), "earlier\n");
        try (LocalRegistry registry = LocalRegistry.start(Options.inMemory(), Optional.empty(), FunctionLog.in(file))) {
            get(registry.uri().resolve("/health"));
            get(registry.uri().resolve("/api/2.0/mlflow/runs/get?run_id=none"));
        }
        assertThat(Files.readAllLines(file))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("earlier"),
                        line -> assertThat(line).contains("\"operation\":\"Health\"", "\"status\":200"),
                        line -> assertThat(line).contains("\"operation\":\"GetRun\"", "\"status\":404", "\"calls\":1"));
    }

    @Test
    void refusesAFolderThatIsInUse() throws Exception {
        try (LocalRegistry first = LocalRegistry.start(Options.inFolder(folder))) {
            assertThat(first.uri()).isNotNull();
            assertThatThrownBy(() -> LocalRegistry.start(Options.inFolder(folder)))
                    .isInstanceOf(StartException.class)
                    .hasMessage("The data folder " + folder + " is in use by another registry: stop that first.");
        }
        LocalRegistry.start(Options.inFolder(folder)).close();
    }

    @Test
    void refusesAPortThatIsTakenAndLetsGoOfItsFolder() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Options options =
                    Options.inFolder(folder).on(new Gateway.Address("127.0.0.1", taken.getLocalPort(), Set.of()), 0);
            assertThatThrownBy(() -> LocalRegistry.start(options))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining("Cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
        LocalRegistry.start(Options.inFolder(folder)).close();
    }

    @Test
    void usesOtherStoresWhereTheyAreGiven() throws Exception {
        try (EmbeddedS3 s3 = EmbeddedS3.start(Optional.empty(), 0, S3Credentials.random(), Optional.empty())) {
            Options options = Options.inMemory()
                    .named(Options.DEFAULT_NAME, "another-bucket")
                    .at(Optional.empty(), Optional.of(s3.endpoint()));
            // its credentials are nobody's: that it was asked, and said no, is enough
            assertThatThrownBy(() -> LocalRegistry.start(options))
                    .isInstanceOf(StartException.class)
                    .hasMessageContaining(
                            "The bucket 'another-bucket' of S3 at " + s3.endpoint() + " cannot be used: ");
        }
    }

    static void write(LocalRegistry registry, String name) {
        registry.dynamoDb()
                .putItem(r -> r.tableName(registry.tableName())
                        .item(Map.of("pk", text(name), "sk", text("x"), "content", text(name))));
        registry.dynamoDb()
                .transactWriteItems(r -> r.transactItems(TransactWriteItem.builder()
                        .put(put -> put.tableName(registry.tableName())
                                .item(Map.of("pk", text(name), "sk", text("in a transaction"), "content", text(name))))
                        .build()));
        registry.s3().putObject(r -> r.bucket(registry.bucket()).key(name), RequestBody.fromString(name));
    }

    static String read(LocalRegistry registry, String name) {
        String content = content(registry, name, "x");
        if (!content.equals(content(registry, name, "in a transaction"))) {
            return "-";
        }
        String object = registry.s3()
                .getObjectAsBytes(r -> r.bucket(registry.bucket()).key(name))
                .asUtf8String();
        return content + " " + object;
    }

    private static String content(LocalRegistry registry, String pk, String sk) {
        Map<String, AttributeValue> item = registry.dynamoDb()
                .getItem(r -> r.tableName(registry.tableName())
                        .key(Map.of("pk", text(pk), "sk", text(sk)))
                        .consistentRead(true))
                .item();
        return Optional.ofNullable(item.get("content")).map(AttributeValue::s).orElse("-");
    }

    private static AttributeValue text(String text) {
        return AttributeValue.fromS(text);
    }

    private static int get(URI uri) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                    .statusCode();
        }
    }
}
