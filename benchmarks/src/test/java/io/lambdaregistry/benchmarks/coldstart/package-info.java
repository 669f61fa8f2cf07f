@NullMarked
package io.lambdaregistry.benchmarks.coldstart;

import org.jspecify.annotations.NullMarked;
