/** What is deleted: listing, restoring and collecting it. An API of this registry's own. */
@NullMarked
package io.lambdaregistry.functions.garbage;

import org.jspecify.annotations.NullMarked;
