package io.lambdaregistry.tracking;

import io.lambdaregistry.error.RegistryException;

/**
 * A point of a metric that a run logs, optionally for a logged model and a dataset.
 *
 * @param runId the run that logs it
 * @param modelId the logged model that it describes; empty for none
 * @param datasetName the dataset's name; empty for none
 * @param datasetDigest the dataset's digest; empty for none
 */
public record LoggedMetric(Metric metric, String runId, String modelId, String datasetName, String datasetDigest) {
    /** @throws RegistryException INVALID_PARAMETER_VALUE if only one of a dataset's name and digest is given */
    public LoggedMetric {
        if (datasetName.isEmpty() != datasetDigest.isEmpty()) {
            throw RegistryException.invalid("Both dataset_name and dataset_digest must be provided if one is provided");
        }
    }

    public boolean isAboutModel() {
        return !modelId.isEmpty();
    }
}
