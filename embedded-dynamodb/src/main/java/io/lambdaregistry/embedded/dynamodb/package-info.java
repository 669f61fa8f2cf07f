/**
 * DynamoDB as far as the registry asks it, on a SQLite file: string keys, indexes that hold whole items, conditions, updates,
 * transactions and DynamoDB's own limits, in its words. What it does not know it refuses; it never answers half.
 */
@NullMarked
package io.lambdaregistry.embedded.dynamodb;

import org.jspecify.annotations.NullMarked;
