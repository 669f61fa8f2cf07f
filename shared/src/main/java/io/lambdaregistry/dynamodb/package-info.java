/** The store ports on DynamoDB: one table, every key and index named once. */
@NullMarked
package io.lambdaregistry.dynamodb;

import org.jspecify.annotations.NullMarked;
