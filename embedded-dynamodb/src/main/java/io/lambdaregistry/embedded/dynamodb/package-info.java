/**
 * The part of DynamoDB that the registry uses, on a SQLite file: string keys, indexes that contain whole items, conditions,
 * updates, transactions, and DynamoDB's own limits and error messages. It rejects requests with features that it does not
 * support, and never ignores a part of a request.
 */
@NullMarked
package io.lambdaregistry.embedded.dynamodb;

import org.jspecify.annotations.NullMarked;
