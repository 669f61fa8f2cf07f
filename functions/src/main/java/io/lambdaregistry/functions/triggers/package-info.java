/** The functions that events call, not requests. */
@NullMarked
package io.lambdaregistry.functions.triggers;

import org.jspecify.annotations.NullMarked;
