package io.lambdaregistry.benchmarks.coldstart;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** A function, the variant in which it is started, and its measured starts. */
record Case(MeasuredFunction subject, Variant variant, List<FunctionStart> starts) {
    Case(MeasuredFunction subject, Variant variant) {
        this(subject, variant, new ArrayList<>());
    }

    double median(ToDoubleFunction<FunctionStart> of) {
        double[] sorted = starts.stream().mapToDouble(of).sorted().toArray();
        return sorted[sorted.length / 2];
    }

    @Override
    public String toString() {
        return subject.label() + " " + variant.label();
    }
}
