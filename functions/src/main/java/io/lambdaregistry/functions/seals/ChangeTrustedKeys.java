package io.lambdaregistry.functions.seals;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.seal.signature.TrustedKey;
import io.lambdaregistry.seal.signature.TrustedKeys;

/**
 * {@code POST registry/trusted-keys}: trusts a public key or an authority, or with {@code "trusted": false} one no longer. It is
 * one route, because each is a resource of the stack.
 */
final class ChangeTrustedKeys extends JsonHandler {
    private final TrustedKeys keys;

    ChangeTrustedKeys(TrustedKeys keys) {
        this.keys = keys;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        TrustedKey changed = parameters.bool("trusted", true)
                ? keys.add(parameters.requiredString("name"), parameters.requiredString("pem"))
                : keys.remove(parameters.requiredString("key_id"));
        return writer -> writer.object("trusted_key", SignatureJson.key(changed));
    }
}
