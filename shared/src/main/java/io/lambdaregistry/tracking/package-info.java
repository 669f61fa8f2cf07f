/** Experiments, runs and logged models: their rules and operations, and the ports of their stores. */
@NullMarked
package io.lambdaregistry.tracking;

import org.jspecify.annotations.NullMarked;
