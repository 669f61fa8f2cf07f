package io.lambdaregistry.functions.ui;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.Services;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.functions.registeredmodels.RegistryJson;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.metering.Fork;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.tracking.MetricHistories.RunMetric;
import io.lambdaregistry.tracking.Run;
import java.util.List;
import java.util.Optional;

/** {@code GET registry/views/comparison}: several versions of a model side by side. */
final class ShowComparison extends JsonHandler {
    private static final int MAX_VERSIONS = 10;

    private final Services services;
    private final ViewData data;

    ShowComparison(Services services) {
        this.services = services;
        this.data = new ViewData(services);
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        List<String> numbers = parameters.strings("version").stream().distinct().toList();
        if (numbers.size() < 2 || numbers.size() > MAX_VERSIONS) {
            throw RegistryException.invalid(
                    "2 to %d versions are compared, not %d.".formatted(MAX_VERSIONS, numbers.size()));
        }
        List<Fork<ModelVersion>> reading = numbers.stream()
                .map(number -> Fork.of(() -> services.registry().getVersion(name, number)))
                .toList();
        List<Fork<Optional<String>>> mlModels = numbers.stream()
                .map(number -> Fork.of(() -> data.mlModel(name, number)))
                .toList();
        List<ModelVersion> versions = reading.stream().map(Fork::join).toList();
        List<String> texts =
                mlModels.stream().map(text -> text.join().orElse("")).toList();
        List<Run> runs = data.runs(versions.stream()
                .map(ModelVersion::runId)
                .filter(id -> !id.isEmpty())
                .toList());
        List<RunMetric> curves = data.curves(runs);
        return writer -> {
            writer.list("model_versions", versions, RegistryJson::writeVersion).strings("mlmodels", texts);
            ViewJson.runs(writer, runs);
            ViewJson.curves(writer, curves);
        };
    }
}
