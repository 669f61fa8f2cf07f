package io.lambdaregistry.seal;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.VersionSeal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Digests the files of versions and seals them: a sealed version has the manifest of the bytes that it was registered with.
 *
 * <p>Each file is read once, in ranges. Progress is stored, so that another call continues where one was stopped, even within a
 * file. Files that change while they are read are read again. Repeated and concurrent calls for one version seal it once.
 */
public final class Sealing {
    /** The most files of a version that is sealed. */
    public static final int MOST_FILES = 100_000;

    /** In bytes: one range of a file; the time is looked at after each. */
    static final long RANGE = 64 << 20;

    private static final Duration KEPT_EACH = Duration.ofSeconds(5);
    private static final int BUFFER = 1 << 16;

    /** The number of times that files may change while they are read, before the rest is left to a later call. */
    private static final int LISTINGS = 3;

    private final SealStore store;
    private final FolderFiles files;
    private final Artifacts artifacts;
    private final InstantSource clock;
    private final BeforeSeal beforeSeal;
    private final long range;

    /** Something to do with the files of a version when they are digested, before the version is sealed. It may be repeated. */
    @FunctionalInterface
    public interface BeforeSeal {
        void handle(SealRequest request, FolderFiles.Listing listing, Manifest manifest);
    }

    public Sealing(
            SealStore store, FolderFiles files, Artifacts artifacts, BeforeSeal beforeSeal, InstantSource clock) {
        this(store, files, artifacts, beforeSeal, clock, RANGE);
    }

    /** @param range the size of the ranges, in bytes */
    Sealing(
            SealStore store,
            FolderFiles files,
            Artifacts artifacts,
            BeforeSeal beforeSeal,
            InstantSource clock,
            long range) {
        this.store = store;
        this.files = files;
        this.artifacts = artifacts;
        this.beforeSeal = beforeSeal;
        this.clock = clock;
        this.range = range;
    }

    /** Returns the requests to make after an event: a version was made or restored, alone or with its model. */
    public List<SealRequest> requestsAfter(RegistryEvent event) {
        return switch (event.change()) {
            case RegistryChange.VersionCreated created -> List.of(new SealRequest(event.modelId(), created.version()));
            case RegistryChange.VersionRestored restored ->
                List.of(new SealRequest(event.modelId(), restored.version()));
            case RegistryChange.ModelRestored _ -> store.versionsOf(event.modelId());
            case RegistryChange _ -> List.of();
        };
    }

    /**
     * Digests the files of a version and seals it.
     *
     * @param goesOn asked after each range; where it returns false, the progress is stored and the call ends
     * @return whether nothing is left to do; otherwise the request is to be made again
     * @throws RegistryException TEMPORARILY_UNAVAILABLE if a store does not answer; the request is to be made again
     */
    public boolean seal(SealRequest request, BooleanSupplier goesOn) {
        Optional<SealStore.Target> target = store.find(request);
        if (target.isEmpty() || target.get().seal() instanceof VersionSeal.Sealed) {
            store.forgetProgress(request);
            return true;
        }
        String location = target.get().storageLocation();
        try {
            ArtifactPath folder = artifacts.locate(location);
            if (folder.isRoot()) {
                throw RegistryException.invalid("'" + location + "' is no folder of a model.");
            }
            return new Digesting(request, location, folder, goesOn).run();
        } catch (RegistryException refusal) {
            if (refusal.code() != ErrorCode.INVALID_PARAMETER_VALUE
                    && refusal.code() != ErrorCode.RESOURCE_DOES_NOT_EXIST) {
                throw refusal;
            }
            store.cannotReach(request, refusal.getMessage());
            return true;
        }
    }

    /** One call for one version. */
    private final class Digesting {
        private final SealRequest request;
        private final String location;
        private final ArtifactPath folder;
        private final BooleanSupplier goesOn;
        private final byte[] buffer = new byte[BUFFER];
        private final Map<String, Progress> known;
        private final Map<String, Progress> unsaved = new LinkedHashMap<>();
        private long saved = System.nanoTime();

        Digesting(SealRequest request, String location, ArtifactPath folder, BooleanSupplier goesOn) {
            this.request = request;
            this.location = location;
            this.folder = folder;
            this.goesOn = goesOn;
            this.known = new LinkedHashMap<>(store.progress(request));
        }

        boolean run() {
            FolderFiles.Listing listing = list();
            for (int attempt = 0; attempt < LISTINGS; attempt++) {
                String digest = digest(listing.files());
                Optional<Manifest> manifest = store.manifestOf(location, digest);
                if (manifest.isEmpty()) {
                    if (!readAll(listing)) {
                        return false;
                    }
                    manifest = manifest(listing.files());
                }
                FolderFiles.Listing afterwards = list();
                if (manifest.isPresent() && afterwards.equals(listing)) {
                    beforeSeal.handle(request, listing, manifest.get());
                    store.seal(request, manifest.get(), digest, new Occasion(Principal.REGISTRY, clock.millis()));
                    store.forgetProgress(request);
                    return true;
                }
                listing = afterwards;
            }
            keep();
            return false;
        }

        private FolderFiles.Listing list() {
            FolderFiles.Listing listing = files.list(folder, MOST_FILES + 1);
            if (listing.files().isEmpty()) {
                throw RegistryException.notFound("There are no files at '" + location + "'.");
            }
            if (listing.files().size() > MOST_FILES) {
                throw RegistryException.invalid("There are more than " + MOST_FILES + " files at '" + location + "'.");
            }
            return listing;
        }

        /** Reads what is not known yet. False where the time is over. */
        private boolean readAll(FolderFiles.Listing listing) {
            for (ListedFile file : listing.files()) {
                Progress progress = progress(file);
                known.put(file.path(), progress);
                while (!progress.isWhole()) {
                    Optional<InputStream> opened =
                            files.read(listing.prefix(), file, progress.next(), progress.rest(range));
                    if (opened.isEmpty()) {
                        return true; // the file has changed, and the next listing shows it
                    }
                    read(opened.get(), progress.state());
                    unsaved.put(file.path(), progress);
                    if (!goesOn.getAsBoolean()) {
                        keep();
                        return false;
                    }
                    if (System.nanoTime() - saved > KEPT_EACH.toNanos()) {
                        keep();
                    }
                }
            }
            return true;
        }

        /** The progress of a file, unless the file has changed since. */
        private Progress progress(ListedFile file) {
            Progress last = known.get(file.path());
            return last != null && last.file().equals(file) ? last : new Progress(file, new ResumableSha256());
        }

        private void read(InputStream bytes, ResumableSha256 into) {
            try (bytes) {
                for (int count = bytes.read(buffer); count >= 0; count = bytes.read(buffer)) {
                    into.add(buffer, 0, count);
                }
            } catch (IOException broken) {
                throw new RegistryException(
                        ErrorCode.TEMPORARILY_UNAVAILABLE, "The artifact store does not answer. Try again.", broken);
            }
        }

        private void keep() {
            if (!unsaved.isEmpty()) {
                store.keep(request, List.copyOf(unsaved.values()));
                unsaved.clear();
            }
            saved = System.nanoTime();
        }

        private Optional<Manifest> manifest(List<ListedFile> listing) {
            List<ManifestFile> digested = new ArrayList<>();
            for (ListedFile file : listing) {
                Progress progress = progress(file);
                if (!progress.isWhole()) {
                    return Optional.empty();
                }
                digested.add(new ManifestFile(
                        file.path(), file.size(), progress.state().hex()));
            }
            return Optional.of(new Manifest(digested));
        }
    }

    /** Returns a digest that changes whenever a file of the folder does. */
    private static String digest(List<ListedFile> listing) {
        ResumableSha256 digest = new ResumableSha256();
        for (ListedFile file : listing) {
            byte[] line = "%s\0%d\0%s\0%d\n"
                    .formatted(file.path(), file.size(), file.etag(), file.lastModified())
                    .getBytes(StandardCharsets.UTF_8);
            digest.add(line, 0, line.length);
        }
        return digest.hex();
    }
}
