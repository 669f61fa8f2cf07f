/** Webhooks, as in MLflow 3's API: their registration, and the delivery of events to them. */
@NullMarked
package io.lambdaregistry.webhook;

import org.jspecify.annotations.NullMarked;
