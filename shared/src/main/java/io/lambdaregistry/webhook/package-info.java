/** Webhooks, as MLflow 3's API has them: who wants to be told of what, and the telling. */
@NullMarked
package io.lambdaregistry.webhook;

import org.jspecify.annotations.NullMarked;
