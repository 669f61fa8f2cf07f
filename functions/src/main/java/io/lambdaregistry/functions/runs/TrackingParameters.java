package io.lambdaregistry.functions.runs;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.tracking.Dataset;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.Param;
import io.lambdaregistry.tracking.Tag;
import io.lambdaregistry.tracking.TrackingErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** The parameters that several tracking operations share. */
public final class TrackingParameters {
    private TrackingParameters() {}

    public static List<Tag> tags(Parameters parameters) {
        return parameters.objects("tags").stream()
                .map(tag -> new Tag(tag.stringOrEmpty("key"), tag.stringOrEmpty("value")))
                .toList();
    }

    public static List<Param> params(Parameters parameters) {
        return parameters.objects("params").stream()
                .map(param -> new Param(param.stringOrEmpty("key"), param.stringOrEmpty("value")))
                .toList();
    }

    public static List<Tag> tagsWithKeys(Parameters parameters) {
        return withKeys(parameters, "tags", Tag::new);
    }

    public static List<Param> paramsWithKeys(Parameters parameters) {
        return withKeys(parameters, "params", Param::new);
    }

    private static <T> List<T> withKeys(Parameters parameters, String name, BiFunction<String, String, T> make) {
        return parameters.objects(name).stream()
                .map(entry -> make.apply(entry.requiredString("key"), entry.stringOrEmpty("value")))
                .toList();
    }

    /** A point of a metric to be logged to a run. */
    public static LoggedMetric metric(Parameters parameters, String runId) {
        parameters.unread("run_id");
        Metric metric = new Metric(
                parameters.requiredString("key"),
                parameters.requiredNumber("value"),
                parameters.requiredInteger("timestamp"),
                parameters.integer("step", 0));
        return new LoggedMetric(
                metric,
                runId,
                parameters.stringOrEmpty("model_id"),
                parameters.stringOrEmpty("dataset_name"),
                parameters.stringOrEmpty("dataset_digest"));
    }

    public static List<Dataset> datasets(Parameters parameters) {
        return parameters.objects("datasets").stream()
                .map(TrackingParameters::dataset)
                .toList();
    }

    private static Dataset dataset(Parameters parameters) {
        Parameters dataset = parameters.object("dataset");
        if (dataset == null) {
            throw RegistryException.invalid("Dataset input must have a dataset associated with it.");
        }
        return new Dataset(
                dataset.stringOrEmpty("name"),
                dataset.stringOrEmpty("digest"),
                dataset.stringOrEmpty("source_type"),
                dataset.stringOrEmpty("source"),
                dataset.string("schema"),
                dataset.string("profile"),
                uniqueTags(parameters));
    }

    /** The tags of a new entity. A key must not be repeated, since MLflow's database rejects repeated keys. */
    public static Map<String, String> uniqueTags(Parameters parameters) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Map.Entry<String, String> tag : parameters.pairs("tags")) {
            if (tags.put(tag.getKey(), tag.getValue()) != null) {
                throw TrackingErrors.duplicateKey("tag", tag.getKey());
            }
        }
        return tags;
    }
}
