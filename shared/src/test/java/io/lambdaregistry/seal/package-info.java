@NullMarked
package io.lambdaregistry.seal;

import org.jspecify.annotations.NullMarked;
