/** Measures the cost of operations in time, calls, capacity and money; one command produces each table. */
@NullMarked
package io.lambdaregistry.benchmarks;

import org.jspecify.annotations.NullMarked;
