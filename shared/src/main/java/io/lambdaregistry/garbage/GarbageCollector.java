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
 * Collects what was deleted longer ago than it can be restored, with its files. Thread-safe; several may run at once, in any
 * number of processes, and each may end anywhere: another goes on.
 *
 * <p>A file goes if it lies in the folder of what is collected and in that of no other run or logged model, and no version
 * lies in that folder, around it or below it. Files that are kept anywhere else are not the registry's to delete.
 */
public final class GarbageCollector {
    private static final int ATTEMPTS = 5;

    private final GarbageStore store;
    private final GarbageFiles files;
    private final String bucket;
    private final Duration retention;
    private final InstantSource clock;

    /** @param retention how long what is deleted can be restored; zero for ever */
    public GarbageCollector(
            GarbageStore store, GarbageFiles files, String bucket, Duration retention, InstantSource clock) {
        this.store = store;
        this.files = files;
        this.bucket = bucket;
        this.retention = retention;
        this.clock = clock;
    }

    /** How long what is deleted can be restored; zero for ever. */
    public Duration retention() {
        return retention;
    }

    /** What is deleted and can be restored, or is to be collected next; the first first. */
    public Page<Deleted> deleted(boolean collectable, int maxResults, Optional<String> pageToken) {
        long before = collectable ? end() : Long.MAX_VALUE;
        return store.deletedBefore(before, maxResults, pageToken);
    }

    /** Deleted before then, a thing is to be collected. */
    private long end() {
        return retention.isZero() ? 0 : clock.millis() - retention.toMillis();
    }

    /** Collects until nothing is left to collect, or {@code pace} ends it. */
    public Collected collect(Pace pace) {
        Pass pass = new Pass(pace);
        try {
            pass.run();
            return pass.collected(true);
        } catch (Pace.Over over) {
            return pass.collected(false);
        }
    }

    /** One run over all that there is. */
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
                    tried(() -> store.claim(thing)).ifPresent(this::remove);
                    pace.did(1);
                });
            } while (things > before); // a run may have waited for a version that is gone now
            tried(() -> {
                store.deleteDeliveries(end(), pace);
                return true;
            });
        }

        private void remove(Claimed claimed) {
            existing.clear(); // what exists now may be collected next
            switch (claimed.thing().kind()) {
                case UNKNOWN -> {
                    return; // a later version of the registry claimed it, and goes on when it runs again
                }
                case REGISTERED_MODEL -> removeVersions(claimed);
                case MODEL_VERSION -> removeUploads(claimed);
                case RUN, LOGGED_MODEL ->
                    ArtifactOwners.pathOf(claimed.location(), bucket)
                            .filter(folder ->
                                    ArtifactOwners.isFolderOf(claimed.thing().id(), folder))
                            .ifPresent(folder -> deleteFiles(folder, file -> isOnlyOf(claimed, file)));
            }
            tried(() -> {
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
            return tried(() -> store.versionsOf(model));
        }

        /** What was put after the version was deleted belongs to an upload of its own. */
        private void removeUploads(Claimed version) {
            for (String folder : tried(() -> store.release(version))) {
                deleteFiles(
                        folder, file -> file.lastModified() <= version.thing().time() && isOnlyOf(version, file));
                tried(() -> {
                    store.open(folder);
                    return true;
                });
            }
        }

        private boolean isOnlyOf(Claimed claimed, StoredFile file) {
            return ArtifactOwners.of(file.path()).stream()
                    .filter(owner -> !owner.equals(claimed.thing().id()))
                    .noneMatch(owner -> existing.computeIfAbsent(owner, id -> tried(() -> store.exists(id))));
        }

        private void deleteFiles(String folder, Predicate<StoredFile> mayGo) {
            tried(() -> {
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

        /** A step that was throttled is taken again, after a while. */
        private <T> T tried(Supplier<T> step) {
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
     * What a run of the collector did.
     *
     * @param things registered models, versions, runs and logged models
     * @param bytes of the files
     * @param whole whether nothing is left to collect
     */
    public record Collected(long things, long files, long bytes, boolean whole) {}
}
