package io.lambdaregistry.webhook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.lambdaregistry.web.HttpWebhookSender;
import io.lambdaregistry.webhook.WebhookSender.Outcome;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Deliveries by TLS to a receiver whose name only this test resolves. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HttpWebhookSenderTest {
    private static final char[] PASSWORD = "password".toCharArray();

    private HttpsServer server;
    private SSLContext tls;

    private final Set<String> headers = ConcurrentHashMap.newKeySet();

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        tls = tlsFor("receiver.test", folder.resolve("keys.p12"));
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.createContext("/", exchange -> {
            headers.addAll(exchange.getRequestHeaders().keySet());
            byte[] body = exchange.getRequestBody().readAllBytes();
            String host = exchange.getRequestHeaders().getFirst("Host");
            byte[] answer = (host.replaceAll(":.*", "") + " " + exchange.getRequestURI() + " "
                            + new String(body, UTF_8))
                    .getBytes(UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    void stop() {
        server.stop(0);
    }

    /** With a key pair for a name, which its owner trusts. */
    private static SSLContext tlsFor(String name, Path file) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-alias",
                "receiver",
                "-dname",
                "CN=" + name,
                "-ext",
                "san=dns:" + name,
                "-storetype",
                "PKCS12",
                "-keystore",
                file.toString(),
                "-storepass",
                new String(PASSWORD));
        assertThat(new ProcessBuilder(command).redirectErrorStream(true).start().waitFor())
                .isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream content = Files.newInputStream(file)) {
            keys.load(content, PASSWORD);
        }
        KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(keys);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private Outcome send(String host, HttpWebhookSender sender) {
        return sender.send(
                "https://" + host + ":" + server.getAddress().getPort() + "/hook?a=1", Map.of("X-A", "b"), "bödy");
    }

    /** Any name is this machine, which a private network may be. */
    private static WebhookAddresses loopback() {
        return new WebhookAddresses(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, true);
    }

    @Test
    void connectsToTheAddressThatWasAllowedAndSpeaksToTheNameThatWasMeant() {
        assertThat(send("receiver.test", new HttpWebhookSender(loopback(), tls.getSocketFactory())))
                .isEqualTo(new Outcome.Answered(200, "receiver.test /hook?a=1 bödy"));
    }

    @Test
    void sendsItsBodyAtOnceForAReceiverThatWouldNotAnswerToExpect() {
        send("receiver.test", new HttpWebhookSender(loopback(), tls.getSocketFactory()));
        assertThat(headers).contains("X-a").doesNotContain("Expect");
    }

    @Test
    void sendsNothingToAServerWithAnotherName() {
        assertThat(send("another.test", new HttpWebhookSender(loopback(), tls.getSocketFactory())))
                .isEqualTo(new Outcome.Failed("SSLHandshakeException"));
    }

    @Test
    void sendsNothingToAServerWhoseCertificateIsNotTrusted() {
        assertThat(send("receiver.test", new HttpWebhookSender(loopback())))
                .isEqualTo(new Outcome.Failed("SSLHandshakeException"));
    }

    @Test
    void goesToNoAddressThatIsNotAllowedWhateverTheNameSays() {
        WebhookAddresses publicOnly =
                new WebhookAddresses(host -> new InetAddress[] {InetAddress.getLoopbackAddress()}, false);
        assertThat(send("receiver.test", new HttpWebhookSender(publicOnly, tls.getSocketFactory())))
                .isEqualTo(new Outcome.Failed("UnknownHostException"));
    }

    @Test
    void triesTheNextAddressWhereOneTakesNoConnection() throws UnknownHostException {
        InetAddress[] both = {InetAddress.getByName("127.0.0.2"), InetAddress.getLoopbackAddress()};
        assertThat(send(
                        "receiver.test",
                        new HttpWebhookSender(new WebhookAddresses(host -> both, true), tls.getSocketFactory())))
                .isInstanceOf(Outcome.Answered.class);
    }
}
