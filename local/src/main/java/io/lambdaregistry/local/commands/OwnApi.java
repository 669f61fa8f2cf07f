package io.lambdaregistry.local.commands;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.remote.RemoteRegistry;
import io.lambdaregistry.local.remote.UrlQuery;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The registry's own API (docs/api.md): of a running registry, or of one that is started on a data folder for the command. */
final class OwnApi implements AutoCloseable {
    private static final String ROOT = "/api/2.0/registry/";
    private static final String FILES = "/model-versions/get-artifact";
    private static final int PAGE = 1_000;
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final int TOO_LARGE = 413;

    private final RemoteRegistry registry;
    private final Optional<LocalRegistry> local;

    private OwnApi(RemoteRegistry registry, Optional<LocalRegistry> local) {
        this.registry = registry;
        this.local = local;
    }

    /** @param otherwise the options of the registry to start where none is named */
    static OwnApi open(Optional<RemoteRegistry> named, Options otherwise) throws StartException {
        if (named.isPresent()) {
            return new OwnApi(named.get(), Optional.empty());
        }
        LocalRegistry local = LocalRegistry.start(otherwise);
        return new OwnApi(new RemoteRegistry(local.uri(), Optional.empty()), Optional.of(local));
    }

    /** Reads all pages of a list and passes on each item at once; after each page, stops where {@code goesOn} returns false. */
    void list(String operation, UrlQuery query, String list, Consumer<Map<?, ?>> each, BooleanSupplier goesOn)
            throws StartException {
        Optional<String> token = Optional.empty();
        do {
            UrlQuery page = query.with("max_results", PAGE);
            Map<?, ?> answer = send(
                    "GET",
                    operation
                            + token.map(text -> page.with("page_token", text))
                                    .orElse(page)
                                    .text(),
                    "");
            if (answer.get(list) instanceof List<?> items) {
                items.forEach(item -> each.accept((Map<?, ?>) item));
            }
            token = Optional.ofNullable(answer.get("next_page_token")).map(String::valueOf);
        } while (token.isPresent() && goesOn.getAsBoolean());
    }

    Map<?, ?> get(String operation, UrlQuery query) throws StartException {
        return send("GET", operation + query.text(), "");
    }

    /**
     * Opens a file of a version; empty if there is none. What is too large for a response of Lambda is read from S3 by a presigned
     * request.
     */
    Optional<InputStream> file(String name, String version, String path) throws IOException {
        UrlQuery query =
                UrlQuery.NONE.with("name", name).with("version", version).with("path", path);
        HttpResponse<InputStream> answer = registry.send("GET", FILES + query.text(), Map.of(), new byte[0]);
        if (answer.statusCode() == TOO_LARGE) {
            answer.body().close();
            RemoteRegistry.Whole signed = registry.sendJson(
                    "GET", FILES + query.with("presigned", "true").text(), "");
            answer = registry.download((Map<?, ?>) Objects.requireNonNull(Json.parse(signed.text())));
        }
        if (answer.statusCode() == OK) {
            return Optional.of(answer.body());
        }
        answer.body().close();
        if (answer.statusCode() == NOT_FOUND) {
            return Optional.empty();
        }
        throw new IOException("the registry answered " + answer.statusCode() + " to the request for " + path);
    }

    Map<?, ?> post(String operation, Map<String, ?> parameters) throws StartException {
        return send("POST", operation, Json.text(parameters));
    }

    private Map<?, ?> send(String method, String target, String body) throws StartException {
        try {
            RemoteRegistry.Whole answer = registry.sendJson(method, ROOT + target, body);
            if (answer.status() == OK && Json.parse(answer.text()) instanceof Map<?, ?> fields) {
                return fields;
            }
            throw refused(answer);
        } catch (IOException | UncheckedIOException e) {
            throw new StartException(
                    "The registry at " + registry.api() + " does not answer: " + StartException.reason(e), e);
        }
    }

    private StartException refused(RemoteRegistry.Whole answer) {
        return new StartException("The registry at " + registry.api() + " answered " + answer.status() + ": "
                + answer.text().strip());
    }

    @Override
    public void close() {
        registry.close();
        local.ifPresent(LocalRegistry::close);
    }
}
