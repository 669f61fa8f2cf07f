/** Limits for slow connections. */
@NullMarked
package io.lambdaregistry.local.pace;

import org.jspecify.annotations.NullMarked;
