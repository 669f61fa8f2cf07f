/** The registry under load beside MLflow's own server: the same requests, the same generator, one server at a time. */
@NullMarked
package io.lambdaregistry.benchmarks.throughput;

import org.jspecify.annotations.NullMarked;
