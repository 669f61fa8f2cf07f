/** The operations on webhooks. */
@NullMarked
package io.lambdaregistry.functions.webhooks;

import org.jspecify.annotations.NullMarked;
