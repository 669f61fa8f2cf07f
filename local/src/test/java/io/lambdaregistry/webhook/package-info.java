/** Tests of webhook deliveries in a whole registry. */
@NullMarked
package io.lambdaregistry.webhook;

import org.jspecify.annotations.NullMarked;
