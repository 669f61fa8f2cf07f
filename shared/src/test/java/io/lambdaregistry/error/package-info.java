@NullMarked
package io.lambdaregistry.error;

import org.jspecify.annotations.NullMarked;
