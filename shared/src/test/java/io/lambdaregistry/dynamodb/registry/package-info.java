@NullMarked
package io.lambdaregistry.dynamodb.registry;

import org.jspecify.annotations.NullMarked;
