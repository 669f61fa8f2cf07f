@NullMarked
package io.lambdaregistry.dynamodb.event;

import org.jspecify.annotations.NullMarked;
