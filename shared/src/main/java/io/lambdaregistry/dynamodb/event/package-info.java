/** The store of the audit trail: events as items, as records of the table's stream, and as a model's history. */
@NullMarked
package io.lambdaregistry.dynamodb.event;

import org.jspecify.annotations.NullMarked;
