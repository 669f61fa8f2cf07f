/** Copies of a laptop's data folder, taken while it serves, and their restoration. */
@NullMarked
package io.lambdaregistry.local.backup;

import org.jspecify.annotations.NullMarked;
