package io.lambdaregistry.functions.seals;

import io.lambdaregistry.functions.http.OperationGroup;
import java.util.Map;

/** The operations on manifests, signatures and trusted keys. */
public final class SealOperations extends OperationGroup {
    public SealOperations() {
        super(Map.of(
                "GET /{api}/2.0/registry/model-versions/manifest",
                new GetManifest(
                        services().registry(), services().seals(), services().signatures()),
                "GET /{api}/2.0/registry/model-versions/signatures",
                new GetSignatures(services().registry(), services().signatures()),
                "GET /{api}/2.0/registry/trusted-keys",
                new ListTrustedKeys(services().trustedKeys()),
                "POST /{api}/2.0/registry/model-versions/signatures",
                new AttachSignature(services().signatures()),
                "POST /{api}/2.0/registry/trusted-keys",
                new ChangeTrustedKeys(services().trustedKeys())));
    }
}
