@NullMarked
package io.lambdaregistry.dynamodb.tracking;

import org.jspecify.annotations.NullMarked;
