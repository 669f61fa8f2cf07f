package io.lambdaregistry.functions.seals;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.seal.signature.TrustedKey;
import io.lambdaregistry.seal.signature.TrustedKeys;
import java.util.List;

/** {@code GET registry/trusted-keys}: the keys and authorities that are trusted, and those that were. */
final class ListTrustedKeys extends JsonHandler {
    private final TrustedKeys keys;

    ListTrustedKeys(TrustedKeys keys) {
        this.keys = keys;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        List<TrustedKey> all = keys.all();
        return writer -> writer.list(
                "trusted_keys", all, (item, key) -> SignatureJson.key(key).writeTo(item));
    }
}
