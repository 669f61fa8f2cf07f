/** The store of deleted things: it lists, claims and deletes what the other stores marked as deleted. */
@NullMarked
package io.lambdaregistry.dynamodb.garbage;

import org.jspecify.annotations.NullMarked;
