package io.lambdaregistry.seal.signature;

import io.lambdaregistry.access.Principal;
import java.util.Locale;
import java.util.Optional;

/**
 * A signature that is attached to a version.
 *
 * @param id that of the bundle's text
 * @param by the principal that attached it
 * @param time at which the registry received it, in milliseconds since 1970
 * @param problem why the text is no signature: so for a file {@code model.sig} that is none; empty otherwise
 */
public record VersionSignature(String id, Origin origin, Principal by, long time, Optional<String> problem) {
    /** The way in which a signature came to its version. */
    public enum Origin {
        /** By a request. */
        REQUEST,
        /** As {@code model.sig} in the version's folder. */
        FOLDER,
        /** Made by the registry. */
        REGISTRY;

        /**
         * Returns the number of a version's signatures from which on it takes no further one of this origin. So requests leave room
         * for the signature in the folder, and both leave room for the registry's.
         */
        public int most() {
            return switch (this) {
                case REQUEST -> SignatureStore.MOST;
                case FOLDER -> SignatureStore.MOST + 1;
                case REGISTRY -> SignatureStore.MOST + 2;
            };
        }

        /** Returns the name in the API and in the store. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Returns the origin of a label. */
        public static Origin of(String label) {
            return valueOf(label.toUpperCase(Locale.ROOT));
        }
    }
}
