/** What a request costs: its calls of the stores, how many of them wait for each other, and the capacity they consume. */
@NullMarked
package io.lambdaregistry.metering;

import org.jspecify.annotations.NullMarked;
