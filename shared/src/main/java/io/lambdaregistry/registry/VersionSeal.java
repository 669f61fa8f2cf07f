package io.lambdaregistry.registry;

/** The seal of a version: the state of the digesting of its files, and its result. */
public sealed interface VersionSeal {
    /** The files are not digested yet. */
    record Pending() implements VersionSeal {}

    /**
     * The files were digested after the version was registered.
     *
     * @param digest the digest of the folder, as OpenSSF Model Signing computes it: 64 hexadecimal digits
     * @param manifest the id of the manifest
     * @param files the number of files
     * @param size the sum of their sizes, in bytes
     * @param time of the digesting, in milliseconds since 1970
     */
    record Sealed(String digest, String manifest, long files, long size, long time) implements VersionSeal {}

    /** The registry cannot read the files, and says why. */
    record Unreachable(String reason) implements VersionSeal {}

    /** Returns the state's name in the API. */
    default String state() {
        return switch (this) {
            case Pending _ -> "PENDING";
            case Sealed _ -> "SEALED";
            case Unreachable _ -> "UNREACHABLE";
        };
    }
}
