package io.lambdaregistry.local.gateway;

import io.lambdaregistry.local.remote.RemoteRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import software.amazon.awssdk.core.exception.SdkClientException;

/** Forwards every request, signed, to a registry elsewhere, and streams its response back. */
public final class RemoteProxy extends Handler.Abstract {
    /** API Gateway's limit. The signature covers the whole body, so the body is held in memory. */
    private static final int LARGEST_BODY = 10 << 20;

    /**
     * The signature replaces the client's credentials, and only this proxy's own host guard needs to know the requesting page.
     */
    private static final Set<String> NOT_HANDED_ON = Set.of("authorization", "cookie", "origin", "referer");

    private final RemoteRegistry registry;

    public RemoteProxy(RemoteRegistry registry) {
        this.registry = registry;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws IOException {
        byte[] body = Content.Source.asInputStream(request).readNBytes(LARGEST_BODY + 1);
        if (body.length > LARGEST_BODY) {
            Answer.error(
                            413,
                            "INVALID_PARAMETER_VALUE",
                            "A request through API Gateway holds at most 10 MB. Set MLFLOW_ENABLE_PROXY_MULTIPART_UPLOAD=true, which uploads large files to S3 directly.")
                    .send(response, callback);
            return true;
        }
        HttpResponse<InputStream> answer;
        try {
            answer = registry.send(request.getMethod(), request.getHttpURI().getPathQuery(), headers(request), body);
        } catch (SdkClientException noCredentials) {
            Answer.error(403, "PERMISSION_DENIED", "The request cannot be signed: " + noCredentials.getMessage())
                    .send(response, callback);
            return true;
        } catch (IllegalArgumentException odd) {
            Answer.error(400, "INVALID_PARAMETER_VALUE", "The request cannot be forwarded.")
                    .send(response, callback);
            return true;
        } catch (IOException unreachable) {
            Answer.error(503, "TEMPORARILY_UNAVAILABLE", registry.api() + " cannot be reached: " + unreachable)
                    .send(response, callback);
            return true;
        }
        relay(answer, response, callback);
        return true;
    }

    private static Map<String, List<String>> headers(Request request) {
        Map<String, List<String>> headers = new LinkedHashMap<>();
        for (HttpField field : request.getHeaders()) {
            String name = field.getName().toLowerCase(Locale.ROOT);
            if (!NOT_HANDED_ON.contains(name) && field.getValue() != null) {
                headers.computeIfAbsent(name, first -> new ArrayList<>()).add(field.getValue());
            }
        }
        return headers;
    }

    private static void relay(HttpResponse<InputStream> answer, Response response, Callback callback) {
        new AnswerHead(answer.statusCode(), single(answer.headers().map()), List.of()).applyTo(response);
        try (InputStream from = answer.body()) {
            if (!HttpMethod.HEAD.is(response.getRequest().getMethod())) {
                try (OutputStream to = Content.Sink.asOutputStream(response)) {
                    from.transferTo(to);
                }
            }
            callback.succeeded();
        } catch (IOException brokenOff) {
            callback.failed(brokenOff);
        }
    }

    private static Map<String, String> single(Map<String, List<String>> headers) {
        Map<String, String> single = new LinkedHashMap<>();
        headers.forEach((name, values) -> single.put(name, String.join(", ", values)));
        return single;
    }
}
