package io.lambdaregistry.benchmarks.saturation;

import java.util.regex.Pattern;

/**
 * The consumption of one request of an operation.
 *
 * @param share its part of all requests
 * @param steps calls in sequence
 * @param keyRead read units of one partition key of the table, which is a model's or a run's; {@code keyWritten} likewise
 * @param listingKeyRead read units of one shard of a listing
 */
record Operation(
        String name,
        double share,
        int steps,
        double tableRead,
        double listingRead,
        double lookupRead,
        double tableWritten,
        double listingWritten,
        double lookupWritten,
        double keyRead,
        double listingKeyRead,
        double keyWritten) {

    private static final Pattern OF_ONE_MODEL = Pattern.compile(
            "(GetRegisteredModel|GetModelVersion|SetRegistered|SetModelVersion|Transition|UpdateRegistered|CreateModelVersion).*"
                    + "|SearchModelVersions, of a model.*|SearchRegisteredModels, exact name");

    /** Whether it concerns one model that existed before. */
    boolean isOfOneModel() {
        return OF_ONE_MODEL.matcher(name).matches();
    }

    boolean changesAModel() {
        return isOfOneModel() && keyWritten > 0;
    }
}
