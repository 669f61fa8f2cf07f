/** The store calls and units of each operation, and so its cost. */
@NullMarked
package io.lambdaregistry.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
