@NullMarked
package io.lambdaregistry.benchmarks.saturation;

import org.jspecify.annotations.NullMarked;
