package io.lambdaregistry.tracking;

import io.lambdaregistry.error.PythonIntegers;
import io.lambdaregistry.error.Quoted;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.error.TextRules;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * MLflow's rules for names, keys and values of experiments and runs, with MLflow's messages.
 *
 * <p>Source: MLflow's {@code utils/validation.py} and the responses of its server. Lengths are in Unicode characters.
 */
final class TrackingRules {
    static final int MAX_METRICS = 1_000;
    static final int MAX_PARAMS_OR_TAGS = 100;
    static final int MAX_ENTITIES = 1_000;

    /** Bounds the work: each experiment of a search costs at least one query of the table. */
    private static final int MAX_SEARCHED_EXPERIMENTS = 10_000;

    private static final int MAX_KEY_LENGTH = 250;
    private static final int MAX_PARAM_LENGTH = 6_000;
    private static final int MAX_RUN_TAG_LENGTH = 8_000;
    private static final int MAX_EXPERIMENT_TAG_LENGTH = 20_000;
    private static final int MAX_EXPERIMENT_NAME_LENGTH = 500;

    private static final Pattern RUN_ID =
            Pattern.compile("[a-zA-Z0-9][\\w\\-]{0,255}", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern MODEL_NAME = Pattern.compile("[^/:.%\"']*");

    private TrackingRules() {}

    /** Parses an experiment's id as {@link PythonIntegers} does. */
    static long experimentId(String text) {
        return PythonIntegers.parse(text, -1)
                .orElseThrow(() -> RegistryException.invalid(
                        "Invalid experiment ID '" + text + "'. Experiment ID must be a valid integer."));
    }

    /** Returns the experiments of a search without duplicates. */
    static List<Long> searchedExperiments(List<String> ids) {
        if (ids.size() > MAX_SEARCHED_EXPERIMENTS) {
            throw RegistryException.invalid(
                    "A search can be in at most %d experiments. Got %d experiment_ids. Please split them up across multiple requests."
                            .formatted(MAX_SEARCHED_EXPERIMENTS, ids.size()));
        }
        return ids.stream().map(TrackingRules::experimentId).distinct().toList();
    }

    static void checkExperimentName(String name) {
        TextRules.checkLength("name", name, MAX_EXPERIMENT_NAME_LENGTH);
    }

    static void checkExperimentTag(String key, String value) {
        TextRules.checkKey("key", key);
        TextRules.checkLength("key", key, MAX_KEY_LENGTH);
        TextRules.checkLength("value", value, MAX_EXPERIMENT_TAG_LENGTH);
    }

    static void checkRunId(String runId) {
        if (!RUN_ID.matcher(runId).matches()) {
            throw RegistryException.invalid(
                    "Invalid value " + Quoted.text(runId) + " for parameter 'run_id' supplied.");
        }
    }

    /**
     * @param path the metric's position in the request, such as {@code metrics[3].}; may be empty
     */
    static void checkMetric(String path, Metric metric) {
        TextRules.checkKey(path + "name", metric.key());
        if (metric.timestamp() < 0) {
            throw RegistryException.invalid(
                    "Invalid value %d for parameter '%stimestamp' supplied: metric '%s' (value=%s). Timestamp must be a nonnegative long (64-bit integer) "
                            .formatted(metric.timestamp(), path, metric.key(), metric.value()));
        }
        TextRules.checkLength("Metric name", metric.key(), MAX_KEY_LENGTH);
    }

    /** Checks a param; returns it with its value cut to the length that MLflow stores. */
    static Param checkedParam(String path, Param param) {
        TextRules.checkKey(path + "key", param.key());
        TextRules.checkLength("Param key", param.key(), MAX_KEY_LENGTH);
        return new Param(param.key(), cut(param.value(), MAX_PARAM_LENGTH));
    }

    /** Checks a tag of a run; returns it with its value cut to the length that MLflow stores. */
    static Tag checkedTag(String path, Tag tag) {
        TextRules.checkKey(path + "key", tag.key());
        TextRules.checkLength(path + "key", tag.key(), MAX_KEY_LENGTH);
        return new Tag(tag.key(), cut(tag.value(), MAX_RUN_TAG_LENGTH));
    }

    static void checkDataset(Dataset dataset) {
        TextRules.checkLength("name", dataset.name(), 500);
        TextRules.checkLength("digest", dataset.digest(), 36);
        TextRules.checkLength("source", dataset.source(), 65_535);
        dataset.tags().forEach((key, value) -> {
            TextRules.checkLength("key", nonEmpty(key), 255);
            TextRules.checkLength("value", value, 500);
        });
    }

    static void checkLoggedModelName(String name) {
        if (!MODEL_NAME.matcher(name).matches()) {
            throw RegistryException.invalid(
                    "Invalid model name (%s) provided. Model name must be a non-empty string and cannot contain the following characters: ('/', ':', '.', '%%', '\"', \"'\")"
                            .formatted(Quoted.python(name)));
        }
    }

    static void checkBatchSizes(int metrics, int params, int tags) {
        checkBatchSize("metrics", MAX_METRICS, metrics);
        checkBatchSize("params", MAX_PARAMS_OR_TAGS, params);
        checkBatchSize("tags", MAX_PARAMS_OR_TAGS, tags);
        checkBatchSize("metrics, params, and tags", MAX_ENTITIES, metrics + params + tags);
    }

    private static void checkBatchSize(String what, int limit, int size) {
        if (size > limit) {
            throw RegistryException.invalid(
                    "A batch logging request can contain at most %d %s. Got %d %s. Please split up %s across multiple requests and try again."
                            .formatted(limit, what, size, what, what));
        }
    }

    static void checkParamKeysUnique(List<Param> params) {
        Set<String> seen = new LinkedHashSet<>();
        List<String> twice = params.stream()
                .map(Param::key)
                .filter(key -> !seen.add(key))
                .map(key -> "'" + key + "'")
                .toList();
        if (!twice.isEmpty()) {
            throw RegistryException.invalid("Duplicate parameter keys have been submitted: " + twice
                    + ". Please ensure the request contains only one param value per param key.");
        }
    }

    /** Returns tags as a map; rejects empty and duplicate keys. */
    static Map<String, String> uniqueTags(List<Tag> tags) {
        return uniqueTags(tags, key -> TrackingErrors.duplicateKey("tag", key));
    }

    /** @param refusal returns the error for a duplicate key */
    static Map<String, String> uniqueTags(List<Tag> tags, Function<String, RegistryException> refusal) {
        Map<String, String> unique = new LinkedHashMap<>();
        for (Tag tag : tags) {
            if (unique.put(nonEmpty(tag.key()), tag.value()) != null) {
                throw refusal.apply(tag.key());
            }
        }
        return unique;
    }

    static Map<String, String> uniqueParams(List<Param> params) {
        Map<String, String> unique = new LinkedHashMap<>();
        for (Param param : params) {
            if (unique.put(nonEmpty(param.key()), param.value()) != null) {
                throw TrackingErrors.duplicateKey("param", param.key());
            }
        }
        return unique;
    }

    /** Rejects an empty key, which DynamoDB does not accept in a map. */
    static String nonEmpty(String key) {
        if (key.isEmpty()) {
            TextRules.checkIsNoPath("key", key);
        }
        return key;
    }

    private static String cut(String text, int limit) {
        return text.length() <= limit || text.codePointCount(0, text.length()) <= limit
                ? text
                : text.substring(0, text.offsetByCodePoints(0, limit));
    }
}
