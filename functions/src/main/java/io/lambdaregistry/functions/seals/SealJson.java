package io.lambdaregistry.functions.seals;

import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.VersionSeal;

/** The seal of a version as docs/api.md describes it; fields without a value are left out. */
public final class SealJson {
    private SealJson() {}

    public static JsonBody seal(VersionSeal seal) {
        return writer -> {
            writer.field("state", seal.state());
            switch (seal) {
                case VersionSeal.Pending _ -> {}
                case VersionSeal.Unreachable(String reason) -> writer.field("reason", reason);
                case VersionSeal.Sealed sealed ->
                    writer.field("digest", sealed.digest())
                            .field("manifest", sealed.manifest())
                            .field("file_count", sealed.files())
                            .field("size", sealed.size())
                            .field("timestamp", sealed.time());
            }
        };
    }
}
