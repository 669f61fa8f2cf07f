/** Tests of tracking on the embedded table. */
@NullMarked
package io.lambdaregistry.tracking;

import org.jspecify.annotations.NullMarked;
