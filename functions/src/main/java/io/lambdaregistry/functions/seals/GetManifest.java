package io.lambdaregistry.functions.seals;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.functions.http.JsonHandler;
import io.lambdaregistry.functions.http.Parameters;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.VersionSeal;
import io.lambdaregistry.seal.SealStore;
import io.lambdaregistry.seal.signature.Signatures;
import java.util.List;
import java.util.Optional;

/** {@code GET registry/model-versions/manifest}: the files of a version, named by number or alias, with their digests. */
final class GetManifest extends JsonHandler {
    private final ModelRegistry registry;
    private final SealStore seals;
    private final Signatures signatures;

    GetManifest(ModelRegistry registry, SealStore seals, Signatures signatures) {
        this.registry = registry;
        this.seals = seals;
        this.signatures = signatures;
    }

    @Override
    protected JsonBody answer(Parameters parameters) {
        ModelVersion version = version(registry, parameters);
        SealStore.Part part = version.seal() instanceof VersionSeal.Sealed sealed
                ? seals.files(sealed.manifest(), parameters.pageToken())
                : new SealStore.Part(List.of(), Optional.empty());
        List<Signatures.Judged> itsSignatures = signatures.of(version);
        return writer -> {
            writer.field("name", version.name()).field("version", Long.toString(version.version()));
            SealJson.seal(version.seal()).writeTo(writer);
            SignatureJson.signatures(writer, itsSignatures);
            writer.list(
                            "files",
                            part.files(),
                            (file, item) -> file.field("path", item.path())
                                    .field("size", item.size())
                                    .field("sha256", item.sha256()))
                    .field("next_page_token", part.nextPageToken().orElse(null));
        };
    }

    static ModelVersion version(ModelRegistry registry, Parameters parameters) {
        String name = parameters.requiredString("name");
        String number = parameters.stringOrEmpty("version");
        String alias = parameters.stringOrEmpty("alias");
        if (number.isEmpty() == alias.isEmpty()) {
            throw RegistryException.invalid("A version is named by either 'version' or 'alias'.");
        }
        return alias.isEmpty() ? registry.getVersion(name, number) : registry.getVersionByAlias(name, alias);
    }
}
