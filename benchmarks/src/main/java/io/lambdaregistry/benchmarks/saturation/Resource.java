package io.lambdaregistry.benchmarks.saturation;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Something of which there is so much a second and no more.
 *
 * @param limit what there is of it
 * @param perRequest what a request of an operation takes of it, on average
 * @param lift what gives more of it
 */
record Resource(String name, double limit, ToDoubleFunction<Operation> perRequest, String lift) {
    /** What the mix takes of it for each request, on average. */
    double ofMix(List<Operation> mix) {
        return mix.stream()
                .mapToDouble(operation -> operation.share() * perRequest.applyAsDouble(operation))
                .sum();
    }

    /** Requests a second at which it is used up. */
    double saturatesAt(List<Operation> mix) {
        double each = ofMix(mix);
        return each == 0 ? Double.POSITIVE_INFINITY : limit / each;
    }

    /** The operation that takes most of it. */
    Operation mostBy(List<Operation> mix) {
        return mix.stream()
                .max(Comparator.comparingDouble(operation -> operation.share() * perRequest.applyAsDouble(operation)))
                .orElseThrow();
    }
}
