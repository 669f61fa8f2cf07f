/** What each operation calls and consumes, and so what it costs. */
@NullMarked
package io.lambdaregistry.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
