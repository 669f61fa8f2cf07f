/** Who makes a request. */
@NullMarked
package io.lambdaregistry.access;

import org.jspecify.annotations.NullMarked;
