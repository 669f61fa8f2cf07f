package io.lambdaregistry.garbage;

import io.lambdaregistry.search.Page;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The deleted things that are not yet collected. Every operation can be repeated, and several collectors may run at once. Claim
 * first: one conditional write claims the thing; only then is anything deleted.
 */
public interface GarbageStore {
    /** Returns the things deleted before a time, the earliest first; things deleted during the iteration may be included. */
    Iterator<Deleted> deletedBefore(long time);

    Page<Deleted> deletedBefore(long time, int maxResults, Optional<String> pageToken);

    /**
     * Claims a thing, so that it can no longer be restored: of a concurrent claim and restoration exactly one succeeds. A run
     * or logged model is not claimed while a version, even a deleted one that can be restored, has its files.
     *
     * @return empty if the thing was not claimed, because a version needs it, it was restored, or another collector claimed it
     */
    Optional<Claimed> claim(Deleted thing);

    /** Returns the things that were claimed and not yet forgotten. */
    Iterator<Claimed> claimed();

    /** Returns some versions of a claimed registered model; an empty list when no version is left. */
    List<Claimed> versionsOf(Claimed model);

    /** Deletes the items that belong to a claimed thing: tag rows, points of metrics, a run's datasets, inputs and outputs. */
    void deleteParts(Claimed thing, Pace pace);

    /**
     * Deletes the references of a claimed version to its files.
     *
     * @return the folders of uploads that nothing needs any more, closed to new versions until {@link #open}
     */
    List<String> release(Claimed version);

    /** Allows new versions of a folder again. */
    void open(String folder);

    /** Returns whether a run or logged model of that id exists, deleted or not. */
    boolean exists(String id);

    /** Deletes the delivery positions of webhooks that were deleted before a time. */
    void deleteDeliveries(long time, Pace pace);

    /** Deletes the claimed thing itself: the last step. */
    void forget(Claimed thing);
}
