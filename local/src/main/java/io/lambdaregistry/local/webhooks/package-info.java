/** What delivers webhooks on this machine, where AWS has streams and queues for it. */
@NullMarked
package io.lambdaregistry.local.webhooks;

import org.jspecify.annotations.NullMarked;
