@NullMarked
package io.lambdaregistry.dynamodb.kit;

import org.jspecify.annotations.NullMarked;
