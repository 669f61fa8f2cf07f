package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.functions.http.Parameters;

/** The run that a request names: by {@code run_id}, by its older name {@code run_uuid}, or by both. */
final class RunId {
    private RunId() {}

    static String of(Parameters parameters) {
        String runId = parameters.stringOrEmpty("run_id");
        String older = runId.isEmpty() ? parameters.stringOrEmpty("run_uuid") : runId;
        return older.isEmpty() ? parameters.requiredString("run_id") : older;
    }
}
