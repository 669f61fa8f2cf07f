package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.registry.VersionSeal;
import java.util.Map;
import java.util.Objects;

/** The seal of a version: a map in the version's item. It has a digest where the version is sealed, and otherwise a reason. */
public final class VersionSeals {
    private static final String SEAL = "seal";
    private static final String SIGNATURES = "signatures";
    private static final String SIGNED_BY_REGISTRY = "signed_by_registry";
    private static final String DIGEST = "digest";
    private static final String MANIFEST = "manifest";
    private static final String LISTING = "listing";
    private static final String FILES = "files";
    private static final String SIZE = "size";
    private static final String TIME = "time";
    private static final String REASON = "reason";

    private VersionSeals() {}

    public static VersionSeal of(Item version) {
        Map<String, String> seal = version.strings(SEAL);
        if (seal.containsKey(DIGEST)) {
            return new VersionSeal.Sealed(
                    required(seal, DIGEST),
                    required(seal, MANIFEST),
                    Long.parseLong(required(seal, FILES)),
                    Long.parseLong(required(seal, SIZE)),
                    Long.parseLong(required(seal, TIME)));
        }
        return seal.containsKey(REASON)
                ? new VersionSeal.Unreachable(required(seal, REASON))
                : new VersionSeal.Pending();
    }

    private static String required(Map<String, String> seal, String name) {
        return Objects.requireNonNull(seal.get(name), name);
    }

    /** Returns the digest of the listing that the manifest is made of; empty if there is none. */
    public static String listing(Item version) {
        return version.strings(SEAL).getOrDefault(LISTING, "");
    }

    /** Seals a version, on the condition that it is not sealed. */
    public static Write seal(Write onVersion, VersionSeal.Sealed seal, String listing) {
        return whenUnsealed(onVersion)
                .set(
                        Item.toAttribute(Map.of(
                                DIGEST, seal.digest(),
                                MANIFEST, seal.manifest(),
                                LISTING, listing,
                                FILES, Long.toString(seal.files()),
                                SIZE, Long.toString(seal.size()),
                                TIME, Long.toString(seal.time()))),
                        SEAL);
    }

    /** Notes why the files cannot be read, on the condition that the version is not sealed. */
    public static Write cannotReach(Write onVersion, String reason) {
        return whenUnsealed(onVersion).set(Item.toAttribute(Map.of(REASON, reason)), SEAL);
    }

    /** Returns how many signatures a version has. */
    public static long signatures(Item version) {
        return version.number(SIGNATURES);
    }

    /** Returns whether the registry itself has signed a version. */
    public static boolean isSignedByRegistry(Item version) {
        return version.has(SIGNED_BY_REGISTRY);
    }

    /** Notes the registry's own signature, on the condition that there is none. */
    public static Write signByRegistry(Write onVersion, String signature) {
        return onVersion.whenAbsent(SIGNED_BY_REGISTRY).set(SIGNED_BY_REGISTRY, signature);
    }

    /** Counts another signature, on the condition that the version has fewer than {@code most}. */
    public static Write sign(Write onVersion, int most) {
        return VersionItems.whenLiving(onVersion)
                .whenAbsentOrLess(Item.number(most), SIGNATURES)
                .add(1, SIGNATURES);
    }

    private static Write whenUnsealed(Write onVersion) {
        return VersionItems.whenLiving(onVersion).whenAbsent(SEAL, DIGEST);
    }
}
