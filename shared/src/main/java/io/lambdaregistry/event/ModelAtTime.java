package io.lambdaregistry.event;

import io.lambdaregistry.registry.Stage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The versions and aliases of a model, as they were at a time.
 *
 * @param name the name of the model at that time
 * @param stages the stages of all versions that were not in None
 * @param aliases the version of each alias
 * @param digests the digest of the files of each version that was sealed
 * @param unknown earlier events that this version of the registry does not know, so that it cannot say what they moved
 */
public record ModelAtTime(
        String modelId,
        String name,
        SortedMap<Long, Stage> stages,
        Map<String, Long> aliases,
        Map<Long, String> digests,
        List<RegistryEvent> unknown) {
    /**
     * Returns the state of a model after its events, from the first one on; empty if the model did not exist yet, or no longer.
     *
     * @param events in order; those that move no name, stage or alias may be left out
     */
    public static Optional<ModelAtTime> after(Collection<RegistryEvent> events) {
        ModelPositions positions = new ModelPositions();
        events.forEach(positions::follow);
        return positions.model();
    }
}
