/** Signatures of versions, in the format of OpenSSF Model Signing v1, and the keys that an administrator trusts. */
@NullMarked
package io.lambdaregistry.seal.signature;

import org.jspecify.annotations.NullMarked;
