package io.lambdaregistry.template;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.tracking.NewLoggedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/** Events of uploads, one for each combination of AWS calls that the function makes. */
final class EveryUpload {
    private static final Path EVENT = Path.of("../events/s3-upload.json");
    private static final String KEY = "models/churn/2026-01-15/MLmodel";

    private EveryUpload() {}

    /** A queue that takes any message. */
    static final class Queue implements SqsClient {
        @Override
        public SendMessageResponse sendMessage(SendMessageRequest message) {
            return SendMessageResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    /** @param registry of which the bucket and the event's have the same name */
    static void run(LocalRegistry registry, RequestStreamHandler function) throws IOException {
        String event = Files.readString(EVENT);
        String model = registry.services()
                .loggedModels()
                .create(new NewLoggedModel("0", "uploaded", "", "", List.of(), Map.of()))
                .modelId();
        put(registry, KEY, "{flavors: {sklearn: {}}, model_id: " + model + "}");
        call(function, event);
        put(registry, "models/churn/2026-01-15/late", "content");
        call(function, event.replace("15/MLmodel", "15/late"));
        call(function, event.replace("15/MLmodel", "15/inner/MLmodel"));
        call(function, event.replace(KEY, "models/MLmodel"));
        call(function, event.replace("sequencer", "versionId"));
    }

    private static void put(LocalRegistry registry, String key, String content) {
        registry.s3()
                .putObject(
                        object -> object.bucket(registry.bucket()).key(key).metadata(Map.of("aliases", "champion")),
                        RequestBody.fromString(content));
    }

    private static void call(RequestStreamHandler function, String event) throws IOException {
        function.handleRequest(
                new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)),
                OutputStream.nullOutputStream(),
                FunctionLog.CONSOLE.context("1", "RegisterUploads"));
    }
}
