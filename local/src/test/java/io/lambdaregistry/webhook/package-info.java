/** Webhooks told by a whole registry. */
@NullMarked
package io.lambdaregistry.webhook;

import org.jspecify.annotations.NullMarked;
