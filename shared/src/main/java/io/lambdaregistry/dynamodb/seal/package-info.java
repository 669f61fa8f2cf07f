/** The store of the seals of versions. */
@NullMarked
package io.lambdaregistry.dynamodb.seal;

import org.jspecify.annotations.NullMarked;
