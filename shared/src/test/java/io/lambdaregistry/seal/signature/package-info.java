@NullMarked
package io.lambdaregistry.seal.signature;

import org.jspecify.annotations.NullMarked;
