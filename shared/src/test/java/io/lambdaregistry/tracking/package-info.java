@NullMarked
package io.lambdaregistry.tracking;

import org.jspecify.annotations.NullMarked;
