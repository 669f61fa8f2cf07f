/**
 * Computes which resource saturates first, where no machine is large enough to measure it, from the measured cost of the
 * operations.
 */
@NullMarked
package io.lambdaregistry.benchmarks.saturation;

import org.jspecify.annotations.NullMarked;
