package io.lambdaregistry.functions.seals;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import io.lambdaregistry.seal.signature.SignatureVerdict;
import io.lambdaregistry.seal.signature.Signatures.Judged;
import io.lambdaregistry.seal.signature.TrustedKey;
import io.lambdaregistry.seal.signature.TrustedMaterial;
import io.lambdaregistry.seal.signature.VersionSignature;
import java.util.List;

/** Signatures and trusted keys as docs/signatures.md describes them; fields without a value are left out. */
public final class SignatureJson {
    private SignatureJson() {}

    /** Writes the list {@code signatures}; nothing if there are none. */
    public static void signatures(JsonWriter writer, List<Judged> signatures) {
        writer.list(
                "signatures", signatures, (item, judged) -> signature(judged).writeTo(item));
    }

    static JsonBody signature(Judged judged) {
        VersionSignature signature = judged.signature();
        SignatureVerdict verdict = judged.verdict();
        return writer -> writer.field("id", signature.id())
                .field("verdict", verdict.state())
                .field("reason", verdict.reason())
                .field("key", verdict.key().isEmpty() ? null : verdict.key())
                .field("origin", signature.origin().label())
                .field("attached_by", signature.by().text())
                .field("timestamp", signature.time());
    }

    static JsonBody key(TrustedKey key) {
        TrustedMaterial material = TrustedMaterial.parse(key.pem());
        return writer -> {
            writer.field("id", key.id())
                    .field("name", key.name())
                    .field("kind", material.kind())
                    .field("algorithm", material.algorithm())
                    .field("pem", key.pem())
                    .field("trusted", key.isTrusted())
                    .field("added_by", key.addedBy().text())
                    .field("timestamp", key.time());
            if (key.addedBy().equals(Principal.REGISTRY)) {
                writer.field("registry", true);
            }
            key.removal()
                    .ifPresent(
                            removal -> writer.field("removed_by", removal.who().text())
                                    .field("removed_timestamp", removal.time()));
        };
    }
}
