/**
 * What every store on the table is built of: its calls, its writes with the meaning of their conditions, its items, keys and queries.
 * The kit names every key and index of the table, and knows no store.
 */
@NullMarked
package io.lambdaregistry.dynamodb.kit;

import org.jspecify.annotations.NullMarked;
