/** Delivers webhooks from a local registry, where AWS has streams and queues for it. */
@NullMarked
package io.lambdaregistry.local.webhooks;

import org.jspecify.annotations.NullMarked;
