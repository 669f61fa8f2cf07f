package io.lambdaregistry.functions.modelversions;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;

/** {@code GET model-versions/get-download-uri}. */
public final class GetModelVersionDownloadUri extends JsonHandler {
    private final ModelRegistry registry = services().registry();

    @Override
    protected JsonBody answer(Parameters parameters) {
        String uri = registry.getDownloadUri(parameters.stringOrEmpty("name"), parameters.stringOrEmpty("version"));
        return writer -> writer.field("artifact_uri", uri);
    }
}
