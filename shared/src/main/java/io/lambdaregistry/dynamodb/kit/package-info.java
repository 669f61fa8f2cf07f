/**
 * The kit of all stores on the table: its calls, writes with the meaning of their conditions, items, keys and queries. The kit
 * names every key and index of the table, and knows no store.
 */
@NullMarked
package io.lambdaregistry.dynamodb.kit;

import org.jspecify.annotations.NullMarked;
