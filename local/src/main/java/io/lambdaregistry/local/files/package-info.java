/** Files that survive a power failure. */
@NullMarked
package io.lambdaregistry.local.files;

import org.jspecify.annotations.NullMarked;
