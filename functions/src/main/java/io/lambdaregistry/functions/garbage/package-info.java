/** Deleted entities: listing, restoring and collecting them. An API of this registry's own. */
@NullMarked
package io.lambdaregistry.functions.garbage;

import org.jspecify.annotations.NullMarked;
