package io.lambdaregistry.functions.seals;

import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.seal.signature.TrustedKey;
import io.lambdaregistry.seal.signature.TrustedKeys;
import io.lambdaregistry.search.Page;
import java.util.List;

/**
 * {@code GET registry/trusted-keys}: the keys and authorities that are trusted, and those that were. A page has as many of them as
 * a response has room for; its token is the id of the last one.
 */
final class ListTrustedKeys extends JsonHandler {
    private final TrustedKeys keys;

    ListTrustedKeys(TrustedKeys keys) {
        this.keys = keys;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        String after = parameters.pageToken().orElse("");
        List<TrustedKey> rest =
                keys.all().stream().filter(key -> key.id().compareTo(after) > 0).toList();
        return writer -> writer.page(
                "trusted_keys",
                Page.of(rest, false, TrustedKey::id),
                (item, key) -> SignatureJson.key(key).writeTo(item));
    }
}
