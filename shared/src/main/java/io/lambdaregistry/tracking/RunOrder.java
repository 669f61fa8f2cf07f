package io.lambdaregistry.tracking;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.OrderBy;
import io.lambdaregistry.tracking.SortOrder.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The order of a search for runs: the requested clauses, then the latest start first, then the id. */
final class RunOrder {
    private RunOrder() {}

    static SortOrder<Run> of(List<String> orderBy) {
        List<Clause<Run>> clauses = new ArrayList<>();
        for (OrderBy parsed : OrderBy.parseAll(orderBy)) {
            Clause<Run> clause = clause(parsed);
            if (clauses.stream().anyMatch(earlier -> earlier.name().equals(clause.name()))) {
                throw RegistryException.invalid("`order_by` contains duplicate fields: " + orderBy);
            }
            clauses.add(clause);
        }
        if (clauses.stream().noneMatch(clause -> clause.name().equals("start_time"))) {
            clauses.add(attribute("start_time", false));
        }
        boolean latestFirst = clauses.getFirst().name().equals("start_time")
                && !clauses.getFirst().ascending();
        clauses.add(attribute("run_id", true));
        return new SortOrder<>(List.copyOf(clauses), latestFirst && clauses.size() == 2);
    }

    private static Clause<Run> clause(OrderBy clause) {
        String key = clause.key();
        boolean ascending = clause.ascending();
        String entity = RunFilter.entity(clause.entity());
        return switch (entity) {
            case RunFilter.METRIC ->
                new Clause<>("metrics." + key, run -> SortValue.of(run.metrics().get(key)), ascending);
            case RunFilter.PARAM ->
                new Clause<>("params." + key, run -> SortValue.of(run.params().get(key)), ascending);
            case RunFilter.TAG ->
                new Clause<>("tags." + key, run -> SortValue.of(run.tags().get(key)), ascending);
            case RunFilter.ATTRIBUTE -> {
                Clauses.checkKey("attribute", key, RunFilter.VOCABULARY.sorted());
                yield attribute(key.equalsIgnoreCase("created") ? "start_time" : key, ascending);
            }
            default -> throw RegistryException.invalid("Invalid identifier type '" + entity + "'");
        };
    }

    private static Clause<Run> attribute(String key, boolean ascending) {
        Function<Run, SortValue> value = key.equals("run_name")
                ? run -> SortValue.of(run.info().runName())
                : SortValue.of(RunFilter.VOCABULARY.get(key));
        return new Clause<>(key, value, ascending);
    }
}
