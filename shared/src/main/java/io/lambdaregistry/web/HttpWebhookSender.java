package io.lambdaregistry.web;

import io.lambdaregistry.webhook.WebhookAddresses;
import io.lambdaregistry.webhook.WebhookSender;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends deliveries. The client asks {@link WebhookAddresses} for a host's addresses and connects to one of those, so there is
 * no second look-up that could lie. It follows no redirect, keeps no cookie, uses no proxy and tries nothing again.
 */
public final class HttpWebhookSender implements WebhookSender {
    private static final Timeout CONNECT_LIMIT = Timeout.ofSeconds(3);
    private static final Timeout SILENCE_LIMIT = Timeout.ofSeconds(5);

    /** For all of a delivery: a receiver that answers a byte a second is as bad as one that is silent. */
    private static final long LIMIT_MILLIS = 8_000;

    private static final int LARGEST_ANSWER = 16 * 1024;
    private static final int CONNECTIONS = 1_000;

    private final CloseableHttpClient http;
    private final Timer limits = new Timer("webhook-limits", true);

    public HttpWebhookSender(WebhookAddresses addresses) {
        this.http = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(new Checked(addresses))
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(CONNECT_LIMIT)
                                .setSocketTimeout(SILENCE_LIMIT)
                                .setTimeToLive(Timeout.ofSeconds(30))
                                .build())
                        .setMaxConnTotal(CONNECTIONS)
                        .setMaxConnPerRoute(CONNECTIONS)
                        .build())
                .setDefaultRequestConfig(
                        RequestConfig.custom().setResponseTimeout(SILENCE_LIMIT).build())
                .setUserAgent("lambda-model-registry")
                .disableRedirectHandling()
                .disableAutomaticRetries()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .build();
    }

    private record Checked(WebhookAddresses addresses) implements DnsResolver {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
            return addresses.resolve(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
            return host;
        }
    }

    @Override
    public Outcome send(String url, Map<String, String> headers, String body) {
        HttpPost post = new HttpPost(URI.create(url));
        headers.forEach(post::setHeader);
        post.setEntity(new StringEntity(body, null, null, false));
        TimerTask limit = new TimerTask() {
            @Override
            public void run() {
                post.cancel();
            }
        };
        limits.schedule(limit, LIMIT_MILLIS);
        try {
            return http.execute(post, HttpWebhookSender::answer);
        } catch (IOException e) {
            return new Outcome.Failed(
                    post.isCancelled()
                            ? "the receiver took more than " + TimeUnit.MILLISECONDS.toSeconds(LIMIT_MILLIS) + " s"
                            : e.getClass().getSimpleName());
        } finally {
            limit.cancel();
        }
    }

    private static Outcome answer(ClassicHttpResponse response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return new Outcome.Answered(response.getCode(), "");
        }
        try (InputStream content = entity.getContent()) {
            byte[] start = content.readNBytes(LARGEST_ANSWER);
            return new Outcome.Answered(response.getCode(), new String(start, StandardCharsets.UTF_8));
        }
    }
}
