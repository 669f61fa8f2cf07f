package io.lambdaregistry.tracking;

/**
 * A point as a run logs it: also for a logged model and a dataset, where these are named.
 *
 * @param modelId empty where the point is not about a logged model
 * @param runId the run that logged it
 * @param datasetName empty where none is named
 * @param datasetDigest empty where none is named
 */
public record LoggedMetric(Metric metric, String runId, String modelId, String datasetName, String datasetDigest) {
    public boolean isAboutModel() {
        return !modelId.isEmpty();
    }
}
