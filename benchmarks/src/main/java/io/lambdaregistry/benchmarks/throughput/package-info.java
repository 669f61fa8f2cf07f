/**
 * Measures the registry under load, compared with MLflow's own server: the same requests and the same generator, one server at
 * a time.
 */
@NullMarked
package io.lambdaregistry.benchmarks.throughput;

import org.jspecify.annotations.NullMarked;
