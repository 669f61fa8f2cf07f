/** One class for each way to read the history of metrics. */
@NullMarked
package io.lambdaregistry.functions.metrics;

import org.jspecify.annotations.NullMarked;
