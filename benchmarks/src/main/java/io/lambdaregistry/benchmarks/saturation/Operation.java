package io.lambdaregistry.benchmarks.saturation;

import java.util.regex.Pattern;

/**
 * An operation as the model needs it, per request.
 *
 * @param share of all requests
 * @param steps calls that wait for each other
 * @param keyRead read units of one partition key of the table, of a model's or a run's; {@code keyWritten} likewise
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

    /** Whether it is about one model that was there before. */
    boolean isOfOneModel() {
        return OF_ONE_MODEL.matcher(name).matches();
    }

    boolean changesAModel() {
        return isOfOneModel() && keyWritten > 0;
    }
}
