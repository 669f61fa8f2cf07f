/** Measures the same operations on ever more models, versions of one model, and runs of one experiment. */
@NullMarked
package io.lambdaregistry.benchmarks.growth;

import org.jspecify.annotations.NullMarked;
