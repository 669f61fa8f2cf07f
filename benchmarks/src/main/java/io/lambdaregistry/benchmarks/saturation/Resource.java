package io.lambdaregistry.benchmarks.saturation;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A resource with a limit a second.
 *
 * @param limit the amount a second
 * @param perRequest the average amount that a request of an operation consumes
 * @param lift the measure that raises the limit
 */
record Resource(String name, double limit, ToDoubleFunction<Operation> perRequest, String lift) {
    /** The average amount that a request of the mix consumes. */
    double ofMix(List<Operation> mix) {
        return mix.stream()
                .mapToDouble(operation -> operation.share() * perRequest.applyAsDouble(operation))
                .sum();
    }

    /** The requests a second that use it up. */
    double saturatesAt(List<Operation> mix) {
        double each = ofMix(mix);
        return each == 0 ? Double.POSITIVE_INFINITY : limit / each;
    }

    /** The operation that consumes most of it. */
    Operation mostBy(List<Operation> mix) {
        return mix.stream()
                .max(Comparator.comparingDouble(operation -> operation.share() * perRequest.applyAsDouble(operation)))
                .orElseThrow();
    }
}
