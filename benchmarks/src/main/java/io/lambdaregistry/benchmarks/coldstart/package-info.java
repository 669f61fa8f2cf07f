/** Measures how long the first request of a function takes. */
@NullMarked
package io.lambdaregistry.benchmarks.coldstart;

import org.jspecify.annotations.NullMarked;
