/** Encryption of secrets with a key of AWS KMS. */
@NullMarked
package io.lambdaregistry.kms;

import org.jspecify.annotations.NullMarked;
