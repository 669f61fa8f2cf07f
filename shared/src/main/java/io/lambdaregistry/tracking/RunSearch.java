package io.lambdaregistry.tracking;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Comparison;
import java.util.List;
import java.util.Optional;

/**
 * A search for runs in some experiments.
 *
 * @param experimentIds the experiments, without duplicates
 * @param maxResults 1 to 50,000
 */
public record RunSearch(
        List<Long> experimentIds,
        String filter,
        List<Comparison> clauses,
        ViewType view,
        SortOrder<Run> order,
        int maxResults,
        Optional<String> pageToken)
        implements Search<Run> {

    public static final int DEFAULT_MAX_RESULTS = 1_000;
    public static final int MAX_RESULTS = 50_000;

    /** @throws RegistryException INVALID_PARAMETER_VALUE for a filter or order that runs do not support */
    public static RunSearch of(
            List<String> experimentIds,
            String filter,
            ViewType view,
            List<String> orderBy,
            long maxResults,
            Optional<String> pageToken) {
        Clauses.checkMaxResults(maxResults);
        if (maxResults > MAX_RESULTS) {
            throw RegistryException.invalid(
                    "Invalid value %d for parameter 'max_results' supplied:  Hint: Value was of type 'int'. See the API docs for more information about request parameters."
                            .formatted(maxResults));
        }
        return new RunSearch(
                TrackingRules.searchedExperiments(experimentIds),
                filter,
                RunFilter.parse(filter),
                view,
                RunOrder.of(orderBy),
                (int) maxResults,
                pageToken);
    }

    @Override
    public boolean matches(Run run) {
        return view.includes(run.info().lifecycleStage())
                && clauses.stream().allMatch(clause -> RunFilter.matches(clause, run));
    }

    @Override
    public String identity() {
        return "runs " + experimentIds + " " + view + " " + order.clauses() + " " + filter;
    }
}
