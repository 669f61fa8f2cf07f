/** Tests of tracking on DynamoDB Local. */
@NullMarked
package io.lambdaregistry.tracking;

import org.jspecify.annotations.NullMarked;
