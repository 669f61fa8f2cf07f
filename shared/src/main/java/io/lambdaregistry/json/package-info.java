/** Reading and writing JSON on jackson-core, with no reflection. */
@NullMarked
package io.lambdaregistry.json;

import org.jspecify.annotations.NullMarked;
