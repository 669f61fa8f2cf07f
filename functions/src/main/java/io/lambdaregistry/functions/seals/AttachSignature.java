package io.lambdaregistry.functions.seals;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.seal.signature.Signatures;

/** {@code POST registry/model-versions/signatures}: attaches a signature, given as the text of its file, to a version. */
final class AttachSignature extends JsonHandler {
    private final Signatures signatures;

    AttachSignature(Signatures signatures) {
        this.signatures = signatures;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String name = parameters.requiredString("name");
        String number = parameters.requiredString("version");
        String bundle = parameters.requiredString("bundle");
        Signatures.Judged attached = signatures.attach(name, number, bundle);
        return writer -> writer.object("signature", SignatureJson.signature(attached));
    }
}
