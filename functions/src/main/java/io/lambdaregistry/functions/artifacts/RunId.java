package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.functions.http.Parameters;

/** The run that a request names: as {@code run_id}, as {@code run_uuid}, which is its older name, or as both. */
final class RunId {
    private RunId() {}

    static String of(Parameters parameters) {
        String runId = parameters.stringOrEmpty("run_id");
        String older = runId.isEmpty() ? parameters.stringOrEmpty("run_uuid") : runId;
        return older.isEmpty() ? parameters.requiredString("run_id") : older;
    }
}
