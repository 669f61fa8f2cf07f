package io.lambdaregistry.garbage;

import io.lambdaregistry.artifact.ArtifactOwners;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.garbage.GarbageFiles.StoredFile;
import io.lambdaregistry.search.Page;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Collects deleted things whose retention is over, with their files. Thread-safe. Collectors may run at once in any number of
 * processes. If one stops at any step, the next one continues its work.
 *
 * <p>A file is deleted if it lies in the folder of the collected thing and in that of no other run or logged model, and no
 * version has its files in that folder, above it or below it. Files outside the registry's bucket are never deleted.
 */
public final class GarbageCollector {
    private static final int ATTEMPTS = 5;

    private final GarbageStore store;
    private final GarbageFiles files;
    private final String bucket;
    private final Duration retention;
    private final InstantSource clock;

    /** @param retention how long deleted things can be restored; zero means for ever */
    public GarbageCollector(
            GarbageStore store, GarbageFiles files, String bucket, Duration retention, InstantSource clock) {
        this.store = store;
        this.files = files;
        this.bucket = bucket;
        this.retention = retention;
        this.clock = clock;
    }

    /** The time for which deleted things can be restored; zero means for ever. */
    public Duration retention() {
        return retention;
    }

    /**
     * Lists deleted things, the earliest deletion first.
     *
     * @param collectable whether to list only the things that the next collection takes
     */
    public Page<Deleted> deleted(boolean collectable, int maxResults, Optional<String> pageToken) {
        long before = collectable ? end() : Long.MAX_VALUE;
        return store.deletedBefore(before, maxResults, pageToken);
    }

    /** Things deleted before this time are collected; in milliseconds since 1970. */
    private long end() {
        return retention.isZero() ? 0 : clock.millis() - retention.toMillis();
    }

    /** Collects until nothing is left to collect, or until {@code pace} ends the collection. */
    public Collected collect(Pace pace) {
        Pass pass = new Pass(pace);
        try {
            pass.run();
            return pass.collected(true);
        } catch (Pace.Over over) {
            return pass.collected(false);
        }
    }

    /** One pass over everything that is collectable. */
    private final class Pass {
        private final Pace pace;
        private final Map<String, Boolean> existing = new HashMap<>();
        private long things;
        private long deletedFiles;
        private long bytes;

        Pass(Pace pace) {
            this.pace = pace;
        }

        Collected collected(boolean whole) {
            return new Collected(things, deletedFiles, bytes, whole);
        }

        void run() {
            if (retention.isZero()) {
                return;
            }
            store.claimed().forEachRemaining(this::remove);
            long before;
            do {
                before = things;
                store.deletedBefore(end()).forEachRemaining(thing -> {
                    withRetries(() -> store.claim(thing)).ifPresent(this::remove);
                    pace.did(1);
                });
            } while (things > before); // a run can be claimed once the versions that need its files are gone
            withRetries(() -> {
                store.deleteDeliveries(end(), pace);
                return true;
            });
        }

        private void remove(Claimed claimed) {
            existing.clear(); // an owner that exists now may be collected in the next round
            switch (claimed.thing().kind()) {
                case UNKNOWN -> {
                    return; // a later version of the registry claimed it, and will continue its collection
                }
                case REGISTERED_MODEL -> removeVersions(claimed);
                case MODEL_VERSION -> removeUploads(claimed);
                case RUN, LOGGED_MODEL ->
                    ArtifactOwners.pathOf(claimed.location(), bucket)
                            .filter(folder ->
                                    ArtifactOwners.isFolderOf(claimed.thing().id(), folder))
                            .ifPresent(folder -> deleteFiles(folder, file -> isOnlyOf(claimed, file)));
            }
            withRetries(() -> {
                store.deleteParts(claimed, pace);
                store.forget(claimed);
                return true;
            });
            things++;
            pace.did(1);
        }

        private void removeVersions(Claimed model) {
            for (List<Claimed> some = versionsOf(model); !some.isEmpty(); some = versionsOf(model)) {
                some.forEach(this::remove);
            }
        }

        private List<Claimed> versionsOf(Claimed model) {
            return withRetries(() -> store.versionsOf(model));
        }

        /** Deletes the folder of the version's upload. Files put after the deletion belong to another upload and stay. */
        private void removeUploads(Claimed version) {
            for (String folder : withRetries(() -> store.release(version))) {
                deleteFiles(
                        folder, file -> file.lastModified() <= version.thing().time() && isOnlyOf(version, file));
                withRetries(() -> {
                    store.open(folder);
                    return true;
                });
            }
        }

        private boolean isOnlyOf(Claimed claimed, StoredFile file) {
            return ArtifactOwners.of(file.path()).stream()
                    .filter(owner -> !owner.equals(claimed.thing().id()))
                    .noneMatch(owner -> existing.computeIfAbsent(owner, id -> withRetries(() -> store.exists(id))));
        }

        private void deleteFiles(String folder, Predicate<StoredFile> mayGo) {
            withRetries(() -> {
                Iterator<List<StoredFile>> pages = files.below(folder);
                while (pages.hasNext()) {
                    List<StoredFile> going = pages.next().stream().filter(mayGo).toList();
                    if (!going.isEmpty()) {
                        files.delete(going);
                        deletedFiles += going.size();
                        bytes += going.stream().mapToLong(StoredFile::size).sum();
                    }
                    pace.did(going.size());
                }
                return true;
            });
        }

        /** Runs a step, and runs it again after a pause when it was throttled. */
        private <T> T withRetries(Supplier<T> step) {
            for (int attempt = 0; ; attempt++) {
                try {
                    return step.get();
                } catch (RegistryException failure) {
                    if (failure.code() != ErrorCode.TEMPORARILY_UNAVAILABLE || attempt == ATTEMPTS) {
                        throw failure;
                    }
                    pace.backOff(attempt);
                }
            }
        }
    }

    /**
     * The result of one collection.
     *
     * @param things the number of registered models, versions, runs and logged models deleted
     * @param files the number of files deleted
     * @param bytes the size of those files
     * @param whole whether nothing is left to collect
     */
    public record Collected(long things, long files, long bytes, boolean whole) {}
}
