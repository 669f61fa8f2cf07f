package io.lambdaregistry.functions.seals;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.seal.signature.Signatures;
import io.lambdaregistry.seal.signature.Signatures.Judged;
import java.util.List;

/**
 * {@code GET registry/model-versions/signatures}: the signatures of a version with the verdicts of now; with {@code id}, that one
 * and the text of its file.
 */
final class GetSignatures extends JsonHandler {
    private final ModelRegistry registry;
    private final Signatures signatures;

    GetSignatures(ModelRegistry registry, Signatures signatures) {
        this.registry = registry;
        this.signatures = signatures;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        ModelVersion version = GetManifest.version(registry, parameters);
        String id = parameters.stringOrEmpty("id");
        if (id.isEmpty()) {
            List<Judged> all = signatures.of(version);
            return writer -> SignatureJson.signatures(writer, all);
        }
        Signatures.Whole named = signatures.of(version, id);
        return writer -> writer.object("signature", SignatureJson.signature(named.judged()))
                .field("bundle", named.text().orElse(null));
    }
}
