package io.lambdaregistry.seal.signature;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.seal.FolderFiles;
import io.lambdaregistry.seal.ListedFile;
import io.lambdaregistry.seal.Manifest;
import io.lambdaregistry.seal.SealRequest;
import io.lambdaregistry.seal.Sealing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Attaches the file {@code model.sig} of a version's folder as a signature, when the folder is digested. */
public final class FolderSignature implements Sealing.BeforeSeal {
    static final String FILE = "model.sig";

    private final FolderFiles files;
    private final Signatures signatures;

    public FolderSignature(FolderFiles files, Signatures signatures) {
        this.files = files;
        this.signatures = signatures;
    }

    @Override
    public void handle(SealRequest request, FolderFiles.Listing listing, Manifest manifest) {
        listing.files().stream()
                .filter(file -> file.path().equals(FILE) && file.size() > 0)
                .findFirst()
                .flatMap(file -> text(listing.prefix(), file))
                .ifPresent(text -> signatures.take(request, manifest, text));
    }

    /** Reads one byte more than a signature may have at most; empty if the file is another now, which ends the sealing anyway. */
    private Optional<String> text(String prefix, ListedFile file) {
        Optional<InputStream> opened = files.read(prefix, file, 0, Math.min(file.size(), SignatureBundle.MOST + 1L));
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (InputStream bytes = opened.get()) {
            return Optional.of(new String(bytes.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException broken) {
            throw new RegistryException(
                    ErrorCode.TEMPORARILY_UNAVAILABLE, "The artifact store does not answer. Try again.", broken);
        }
    }
}
