/** How slow the other side of a connection may be. */
@NullMarked
package io.lambdaregistry.local.pace;

import org.jspecify.annotations.NullMarked;
