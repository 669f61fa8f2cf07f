@NullMarked
package io.lambdaregistry.embedded.dynamodb;

import org.jspecify.annotations.NullMarked;
