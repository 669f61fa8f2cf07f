package io.lambdaregistry.benchmarks.coldstart;

import io.lambdaregistry.functions.grouped.ReadOperations;
import io.lambdaregistry.functions.grouped.SearchOperations;
import io.lambdaregistry.functions.grouped.WriteRegistryOperations;
import io.lambdaregistry.functions.grouped.WriteTrackingOperations;
import io.lambdaregistry.functions.modelversions.GetModelVersion;
import io.lambdaregistry.functions.modelversions.UpdateModelVersion;
import io.lambdaregistry.functions.registeredmodels.SearchRegisteredModels;
import io.lambdaregistry.functions.triggers.RegisterUploads;
import io.lambdaregistry.processes.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.UUID;

/**
 * A measured function, with its event among the repository's.
 *
 * @param answer the expected beginning of its response
 */
record MeasuredFunction(String label, Class<?> handler, String event, String answer) {
    static final MeasuredFunction FLOOR =
            new MeasuredFunction("floor", ConstantBytes.class, "health", "{\"statusCode\":200");
    static final MeasuredFunction READ =
            new MeasuredFunction("read", GetModelVersion.class, "get-model-version", "{\"statusCode\":200");
    static final MeasuredFunction WRITE =
            new MeasuredFunction("write", UpdateModelVersion.class, "update-model-version", "{\"statusCode\":200");
    static final MeasuredFunction SEARCH = new MeasuredFunction(
            "search", SearchRegisteredModels.class, "search-registered-models", "{\"statusCode\":200");
    static final MeasuredFunction GROUPED_READ =
            new MeasuredFunction("read, grouped", ReadOperations.class, "get-model-version", "{\"statusCode\":200");
    static final MeasuredFunction GROUPED_WRITE = new MeasuredFunction(
            "write, grouped", WriteRegistryOperations.class, "update-model-version", "{\"statusCode\":200");
    static final MeasuredFunction GROUPED_RUN =
            new MeasuredFunction("run, grouped", WriteTrackingOperations.class, "create-run", "{\"statusCode\":200");
    static final MeasuredFunction GROUPED_SEARCH = new MeasuredFunction(
            "search, grouped", SearchOperations.class, "search-registered-models", "{\"statusCode\":200");
    static final MeasuredFunction UPLOAD = new MeasuredFunction("upload", RegisterUploads.class, "s3-upload", "{}");

    /** Its event; for an upload, a different one each time. */
    String nextEvent() {
        return eventText()
                .replace("0055AED6DCD90281E5", UUID.randomUUID().toString().replace("-", ""));
    }

    private String eventText() {
        try {
            return Files.readString(Checkout.ROOT.resolve("events").resolve(event + ".json"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
