/** What is deleted: how long it can be restored, and what becomes of it then. */
@NullMarked
package io.lambdaregistry.garbage;

import org.jspecify.annotations.NullMarked;
