@NullMarked
package io.lambdaregistry.benchmarks.calls;

import org.jspecify.annotations.NullMarked;
