/** Files that are there after the power failed. */
@NullMarked
package io.lambdaregistry.local.files;

import org.jspecify.annotations.NullMarked;
