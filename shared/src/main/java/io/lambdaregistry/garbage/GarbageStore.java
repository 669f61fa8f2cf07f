package io.lambdaregistry.garbage;

import io.lambdaregistry.search.Page;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What is deleted and not yet collected. All that is done here can be done again, and by several at once: a claim is one
 * conditional write, and whatever goes after it is needed by nobody.
 */
public interface GarbageStore {
    /** What was deleted before a time, the first first; what is deleted meanwhile may be among it. */
    Iterator<Deleted> deletedBefore(long time);

    Page<Deleted> deletedBefore(long time, int maxResults, Optional<String> pageToken);

    /**
     * Takes a thing out of reach: of a claim and a restoration one wins. A run or a logged model is not claimed as long as a
     * version has its files, be it a deleted one that can be restored.
     *
     * @return empty where it was not claimed, since it is needed, restored, or claimed by another
     */
    Optional<Claimed> claim(Deleted thing);

    /** What was claimed and is not gone. */
    Iterator<Claimed> claimed();

    /** Some versions of a claimed registered model; none once all of them are gone. */
    List<Claimed> versionsOf(Claimed model);

    /** Deletes what belongs to a claimed thing: rows of tags, points of metrics, what a run read and made. */
    void deleteParts(Claimed thing, Pace pace);

    /**
     * Drops what a claimed version holds of files.
     *
     * @return folders of uploads that nothing needs now, closed to new versions until {@link #open}
     */
    List<String> release(Claimed version);

    /** Lets versions be made of a folder again. */
    void open(String folder);

    /** Whether there is a run or a logged model of that id, deleted or not. */
    boolean exists(String id);

    /** Deletes how far webhooks were told that were deleted before a time. */
    void deleteDeliveries(long time, Pace pace);

    /** The last step: nothing is left of a claimed thing. */
    void forget(Claimed thing);
}
