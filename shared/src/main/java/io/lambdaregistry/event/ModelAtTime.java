package io.lambdaregistry.event;

import io.lambdaregistry.registry.Stage;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Where a model's versions and aliases stood at a time.
 *
 * @param name that it had then
 * @param stages of the versions that had been moved to one; every other version was in None
 * @param aliases alias to version
 * @param unknown the events up to then of which this version of the registry does not know what they moved
 */
public record ModelAtTime(
        String modelId,
        String name,
        SortedMap<Long, Stage> stages,
        Map<String, Long> aliases,
        List<RegistryEvent> unknown) {
    /**
     * What a model's events, from the first on, make of it; empty where it was not there yet, or no longer.
     *
     * @param events in order; those that move no name, stage or alias may be left out
     */
    public static Optional<ModelAtTime> after(Collection<RegistryEvent> events) {
        ModelPositions positions = new ModelPositions();
        events.forEach(positions::follow);
        return positions.model();
    }
}
