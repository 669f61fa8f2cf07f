@NullMarked
package io.lambdaregistry.dynamodb;

import org.jspecify.annotations.NullMarked;
