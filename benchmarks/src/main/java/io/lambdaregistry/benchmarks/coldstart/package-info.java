/** What the first request of a function waits for. */
@NullMarked
package io.lambdaregistry.benchmarks.coldstart;

import org.jspecify.annotations.NullMarked;
