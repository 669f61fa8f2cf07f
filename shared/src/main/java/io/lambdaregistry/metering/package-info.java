/** The cost of a request: its store calls, how many of them wait for each other, and the capacity that they consume. */
@NullMarked
package io.lambdaregistry.metering;

import org.jspecify.annotations.NullMarked;
