/** Encryption of secrets, and signatures, with keys of AWS KMS. */
@NullMarked
package io.lambdaregistry.kms;

import org.jspecify.annotations.NullMarked;
