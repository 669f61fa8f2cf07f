/** Tests of how the functions are put together. */
@NullMarked
package io.lambdaregistry.functions;

import org.jspecify.annotations.NullMarked;
