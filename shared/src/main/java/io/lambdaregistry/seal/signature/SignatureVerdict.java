package io.lambdaregistry.seal.signature;

/** The registry's verdict on a signature. Only {@link Verified} is good. */
public sealed interface SignatureVerdict {
    /**
     * A trusted key, or a certificate of a trusted authority, signed exactly the files of the version.
     *
     * @param key the id of the trusted key or authority
     * @param by the administrator's name for it, and the certificate's subject
     */
    record Verified(String key, String by) implements SignatureVerdict {}

    /** The signature is valid, but it is not by a trusted key, or the files are not known. */
    record Unverified(String reason) implements SignatureVerdict {}

    /** The signature is broken, or one of other files. */
    record Failed(String reason) implements SignatureVerdict {}

    /** Returns the state's name in the API. */
    default String state() {
        return switch (this) {
            case Verified _ -> "VERIFIED";
            case Unverified _ -> "UNVERIFIED";
            case Failed _ -> "FAILED";
        };
    }

    /** Returns the id of the trusted key that has signed; empty if there is none. */
    default String key() {
        return this instanceof Verified(String key, String _) ? key : "";
    }

    /** Returns the verdict's reason in words. */
    default String reason() {
        return switch (this) {
            case Verified(String _, String by) -> "Signed by " + by + ".";
            case Unverified(String reason) -> reason;
            case Failed(String reason) -> reason;
        };
    }
}
