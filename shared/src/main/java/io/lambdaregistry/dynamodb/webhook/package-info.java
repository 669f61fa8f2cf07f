/** The store of webhooks and of their delivery positions. */
@NullMarked
package io.lambdaregistry.dynamodb.webhook;

import org.jspecify.annotations.NullMarked;
