package io.lambdaregistry.tracking;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The errors of tracking with MLflow's messages. */
public final class TrackingErrors {
    private TrackingErrors() {}

    public static RegistryException experimentNotFound(long id) {
        return RegistryException.notFound("No Experiment with id=" + id + " exists");
    }

    public static RegistryException experimentNotFound(String name) {
        return RegistryException.notFound("Could not find experiment with name '" + name + "'");
    }

    public static RegistryException experimentExists(String name) {
        return RegistryException.alreadyExists("Experiment(name=" + name + ") already exists.");
    }

    public static RegistryException experimentNameTaken(String name) {
        return new RegistryException(
                ErrorCode.BAD_REQUEST,
                "Cannot rename: an experiment named '" + name + "' exists, maybe a deleted one.");
    }

    public static RegistryException experimentNotActive(long id) {
        return notActive("experiment " + id);
    }

    public static RegistryException experimentTagNotFound(long id, String key) {
        return RegistryException.notFound("No tag with name: %s in experiment with id %d".formatted(key, id));
    }

    public static RegistryException runNotFound(String runId) {
        return RegistryException.notFound("Run with id=" + runId + " not found");
    }

    public static RegistryException runNotActive(String runId) {
        return notActive("run " + runId);
    }

    private static RegistryException notActive(String what) {
        return RegistryException.invalid(
                "The %s must be in the 'active' state. Current state is deleted.".formatted(what));
    }

    public static RegistryException runTagNotFound(String runId, String key) {
        return RegistryException.notFound("No tag with name: %s in run with id %s".formatted(key, runId));
    }

    public static RegistryException paramChanged(String runId, String key, String old, String value) {
        return RegistryException.invalid(
                "Changing param values is not allowed. Param with key='%s' was already logged with value='%s' for run ID='%s'. Attempted logging new value '%s'."
                        .formatted(key, old, runId, value));
    }

    /** @param oldValue returns the stored value of a key */
    public static RegistryException paramsChanged(String runId, List<Param> changed, UnaryOperator<String> oldValue) {
        String listed = changed.stream()
                .map(param -> "{'key': '%s', 'old_value': '%s', 'new_value': '%s'}"
                        .formatted(param.key(), oldValue.apply(param.key()), param.value()))
                .collect(Collectors.joining(", ", "[", "]"));
        return RegistryException.invalid(
                "Changing param values is not allowed. Params were already logged='%s' for run ID='%s'."
                        .formatted(listed, runId));
    }

    /** @param most in bytes */
    public static RegistryException datasetTooLarge(String name, int most) {
        return RegistryException.invalid(
                "The dataset '%s' is larger than the %d bytes that its source, schema, profile and tags may have together. Store its profile or schema as an artifact."
                        .formatted(name, most));
    }

    public static RegistryException loggedModelNotFound(String modelId) {
        return RegistryException.notFound("Logged model with ID '" + modelId + "' not found.");
    }

    /** The error for a metric whose logged model does not exist. */
    public static RegistryException metricOfUnknownModel(String modelId) {
        return new RegistryException(
                ErrorCode.BAD_REQUEST, "Cannot log a metric: no logged model with ID '" + modelId + "'.");
    }

    public static RegistryException loggedModelParamExists(String modelId, String key) {
        return new RegistryException(
                ErrorCode.BAD_REQUEST,
                "Cannot log a param: logged model '%s' has one with key '%s' already.".formatted(modelId, key));
    }

    public static RegistryException loggedModelTagNotFound(String modelId, String key) {
        return RegistryException.notFound("No tag with key '%s' found for model with ID '%s'.".formatted(key, modelId));
    }

    /** The error for outputs of which one is recorded already or given twice. */
    public static RegistryException outputExists(String runId) {
        return new RegistryException(
                ErrorCode.BAD_REQUEST,
                "Cannot log the outputs: run '%s' has one of these models as an output, or one is given twice."
                        .formatted(runId));
    }

    /** MLflow's error: its server reports every failure of its database as a taken name. */
    static RegistryException duplicateExperimentTag(String name, String key) {
        return RegistryException.alreadyExists(
                "Experiment(name=%s) already exists. Error: the tag '%s' is given twice.".formatted(name, key));
    }

    public static RegistryException duplicateKey(String what, String key) {
        return new RegistryException(ErrorCode.BAD_REQUEST, "The %s '%s' is given twice.".formatted(what, key));
    }
}
