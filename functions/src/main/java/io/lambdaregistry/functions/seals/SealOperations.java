package io.lambdaregistry.functions.seals;

import io.lambdaregistry.functions.http.OperationGroup;
import java.util.Map;

/** The operations on what the bytes of versions are. */
public final class SealOperations extends OperationGroup {
    public SealOperations() {
        super(Map.of(
                "GET /{api}/2.0/registry/model-versions/manifest",
                new GetManifest(services().registry(), services().seals())));
    }
}
