package io.lambdaregistry.tracking;

import io.lambdaregistry.error.RegistryException;

/**
 * A point as a run logs it: also for a logged model and a dataset, where these are named.
 *
 * @param modelId empty where the point is not about a logged model
 * @param runId the run that logged it
 * @param datasetName empty where none is named
 * @param datasetDigest empty where none is named
 */
public record LoggedMetric(Metric metric, String runId, String modelId, String datasetName, String datasetDigest) {
    /** @throws RegistryException INVALID_PARAMETER_VALUE for a dataset's name without its digest, or the other way round */
    public LoggedMetric {
        if (datasetName.isEmpty() != datasetDigest.isEmpty()) {
            throw RegistryException.invalid("Both dataset_name and dataset_digest must be provided if one is provided");
        }
    }

    public boolean isAboutModel() {
        return !modelId.isEmpty();
    }
}
