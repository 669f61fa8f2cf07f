package io.lambdaregistry.local.remote;

import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A file of more than an answer of AWS Lambda holds. It goes up as MLflow's clients upload large files, by presigned requests for
 * its parts, and comes down as MLflow 2 downloads: by one request, which may be redirected to S3.
 */
final class LargeFile {
    private static final String API = "/api/2.0/mlflow-artifacts/";
    private static final String NAME = "large file.bin";
    private static final int SIZE = 5_000_000;

    private final RemoteRegistry registry;
    private final byte[] content = new byte[SIZE];

    LargeFile(RemoteRegistry registry) {
        this.registry = registry;
        new SplittableRandom().nextBytes(content);
    }

    /** @param folder the path of a folder in the registry's store */
    void upload(String folder) throws IOException {
        String target = UrlQuery.encodedPath(folder);
        Map<?, ?> created = post(API + "mpu/create/" + target, Map.of("path", NAME, "num_parts", 1));
        if (!(created.get("credentials") instanceof List<?> parts && parts.getFirst() instanceof Map<?, ?> part)) {
            throw new IOException("the answer has no presigned request");
        }
        HttpResponse<InputStream> stored = registry.sendElsewhere(
                Optional.empty(), "PUT", URI.create(String.valueOf(part.get("url"))), Map.of(), content);
        whole(stored, "PUT of a part to S3");
        String etag = stored.headers().firstValue("etag").orElse("");
        Map<String, ?> completed = Map.of("part_number", 1, "etag", etag, "url", String.valueOf(part.get("url")));
        post(
                API + "mpu/complete/" + target,
                Map.of(
                        "path",
                        NAME,
                        "upload_id",
                        String.valueOf(created.get("upload_id")),
                        "parts",
                        List.of(completed)));
    }

    void download(String folder) throws IOException {
        String target = API + "artifacts/" + UrlQuery.encodedPath(folder + "/" + NAME);
        HttpResponse<InputStream> answer = registry.send("GET", target, Map.of(), new byte[0]);
        if (answer.statusCode() == 307) {
            answer.body().close();
            URI s3 = URI.create(answer.headers().firstValue("location").orElse(""));
            answer = registry.sendElsewhere(Optional.empty(), "GET", s3, Map.of(), new byte[0]);
        }
        if (!Arrays.equals(content, whole(answer, "GET " + target))) {
            throw new IOException("what was downloaded is not what was uploaded");
        }
    }

    private Map<?, ?> post(String target, Map<String, ?> fields) throws IOException {
        RemoteRegistry.Whole answer = registry.sendJson("POST", target, Json.text(fields));
        if (answer.status() == 200 && Json.parse(answer.text()) instanceof Map<?, ?> object) {
            return object;
        }
        throw new IOException(answer.status() + " to POST " + target + ": " + answer.text());
    }

    private static byte[] whole(HttpResponse<InputStream> answer, String what) throws IOException {
        try (InputStream stream = answer.body()) {
            byte[] bytes = stream.readAllBytes();
            if (answer.statusCode() != 200) {
                throw new IOException(answer.statusCode() + " to " + what + ": "
                        + new String(bytes, StandardCharsets.UTF_8).replaceAll("\\s+", " "));
            }
            return bytes;
        }
    }
}
