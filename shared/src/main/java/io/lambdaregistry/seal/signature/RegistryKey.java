package io.lambdaregistry.seal.signature;

import java.security.PublicKey;

/** The key with which the registry signs the versions that it has sealed: ECDSA on P-256 with SHA-256. */
public interface RegistryKey {
    PublicKey publicKey();

    /**
     * Returns the signature of a digest, in DER.
     *
     * @param sha256 the 32 bytes of the digest
     */
    byte[] sign(byte[] sha256);
}
