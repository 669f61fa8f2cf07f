package io.lambdaregistry.web;

import io.lambdaregistry.webhook.WebhookAddresses;
import io.lambdaregistry.webhook.WebhookSender;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLSocketFactory;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.impl.bootstrap.HttpRequester;
import org.apache.hc.core5.http.impl.bootstrap.RequesterBootstrap;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.apache.hc.core5.http.protocol.HttpCoreContext;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends each delivery on a connection of its own, to an address that {@link WebhookAddresses} has checked. The name is not
 * resolved a second time, because the second answer could be another. It follows no redirect, keeps no cookie, uses no proxy and
 * does not retry.
 */
public final class HttpWebhookSender implements WebhookSender {
    private static final Timeout SILENCE_LIMIT = Timeout.ofSeconds(5);

    /** The limit for a whole delivery, so that a receiver that sends one byte a second is cut off like a silent one. */
    private static final Duration LIMIT = Duration.ofSeconds(8);

    /** Omits the header Expect, which HttpCore would add: each delivery would wait for a receiver that does not support it. */
    private static final HttpProcessor PLAIN = HttpProcessorBuilder.create()
            .addAll(
                    new RequestTargetHost(),
                    new RequestContent(),
                    new RequestConnControl(),
                    new RequestUserAgent("lambda-model-registry"))
            .build();

    private static final int LARGEST_ANSWER = 16 * 1024;
    private static final int CONNECTIONS = 10_000;

    private final WebhookAddresses addresses;
    private final HttpRequester http;

    /** Interrupting a virtual thread closes its socket, which ends a delivery at any point. */
    private final ExecutorService deliveries = Executors.newVirtualThreadPerTaskExecutor();

    public HttpWebhookSender(WebhookAddresses addresses) {
        this(addresses, (SSLSocketFactory) SSLSocketFactory.getDefault());
    }

    /** @param tls creates the TLS connections and decides which certificates of receivers are trusted */
    public HttpWebhookSender(WebhookAddresses addresses, SSLSocketFactory tls) {
        this.addresses = addresses;
        this.http = RequesterBootstrap.bootstrap()
                .setHttpProcessor(PLAIN)
                .setSocketConfig(
                        SocketConfig.custom().setSoTimeout(SILENCE_LIMIT).build())
                .setSslSocketFactory(tls)
                .setSslSetupHandler(parameters -> parameters.setEndpointIdentificationAlgorithm("HTTPS"))
                .setConnectionReuseStrategy((request, response, context) -> false)
                .setMaxTotal(CONNECTIONS)
                .setDefaultMaxPerRoute(CONNECTIONS)
                .create();
    }

    @Override
    public Outcome send(String url, Map<String, String> headers, String body) {
        Future<Outcome> delivery = deliveries.submit(() -> deliver(URI.create(url), headers, body));
        try {
            return delivery.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new Outcome.Failed("the receiver took more than " + LIMIT.toSeconds() + " s");
        } catch (ExecutionException e) {
            return new Outcome.Failed(
                    Objects.requireNonNull(e.getCause()).getClass().getSimpleName());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted");
        } finally {
            delivery.cancel(true);
        }
    }

    /** Sends to the first of the host's addresses that accepts a connection. */
    private Outcome deliver(URI url, Map<String, String> headers, String body) throws IOException, HttpException {
        IOException unreached = new ConnectException("the host has no address");
        for (InetAddress address : addresses.resolve(url.getHost())) {
            try {
                return http.execute(
                        new HttpHost(url.getScheme(), address, url.getHost().replaceAll("[\\[\\]]", ""), url.getPort()),
                        request(url, headers, body),
                        SILENCE_LIMIT,
                        HttpCoreContext.create(),
                        HttpWebhookSender::answer);
            } catch (ConnectException e) {
                unreached = e;
            }
        }
        throw unreached;
    }

    private static ClassicHttpRequest request(URI url, Map<String, String> headers, String body) {
        ClassicRequestBuilder request =
                ClassicRequestBuilder.post(url).setEntity(new StringEntity(body, null, null, false));
        headers.forEach(request::setHeader);
        return request.build();
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
