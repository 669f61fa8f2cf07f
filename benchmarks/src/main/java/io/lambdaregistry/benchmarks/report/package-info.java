/** The tables of results, and the machine that they were measured on. */
@NullMarked
package io.lambdaregistry.benchmarks.report;

import org.jspecify.annotations.NullMarked;
