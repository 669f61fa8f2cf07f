package io.lambdaregistry.seal.signature;

import io.lambdaregistry.error.Quoted;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.seal.Manifest;
import io.lambdaregistry.seal.ManifestFile;
import io.lambdaregistry.seal.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that a signature signs: an in-toto statement with the predicate of OpenSSF Model Signing v1.
 *
 * @param sha256 of each file, by its path in the folder
 * @param digest of the folder
 */
public record SignedFiles(Map<String, String> sha256, String digest) {
    static final String STATEMENT = "https://in-toto.io/Statement/v1";
    static final String PREDICATE = "https://model_signing/signature/v1.0";
    static final String METHOD = "files";
    static final String HASH = "sha256";

    private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

    /**
     * Reads a statement.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE if it is another statement, names a file outside of the folder or one file
     *     twice, or if its digest is not that of its files
     */
    static SignedFiles of(JsonFields statement) {
        statement.require("_type", List.of(STATEMENT));
        statement.require("predicateType", List.of(PREDICATE));
        JsonFields predicate = statement.object("predicate");
        JsonFields serialization = predicate.object("serialization");
        serialization.require("method", List.of(METHOD));
        serialization.require("hash_type", List.of(HASH));
        String digest = statement.only("subject").object("digest").text(HASH);
        MessageDigest root = Sha256.begin();
        Map<String, String> files = new LinkedHashMap<>();
        for (JsonFields resource : predicate.objects("resources")) {
            resource.require("algorithm", List.of(HASH));
            String path = resource.text("name");
            String sha256 = resource.text("digest");
            check(path, sha256);
            root.update(HexFormat.of().parseHex(sha256));
            if (files.put(path, sha256) != null) {
                throw JsonFields.notASignature("it signs the file " + Quoted.text(path) + " twice");
            }
        }
        if (!Sha256.hex(root).equals(digest)) {
            throw JsonFields.notASignature("the digest of its subject is not that of its files");
        }
        return new SignedFiles(files, digest);
    }

    private static void check(String path, String sha256) {
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
                throw JsonFields.notASignature("the path " + Quoted.text(path) + " leads out of the model's folder");
            }
        }
        if (!DIGEST.matcher(sha256).matches()) {
            throw JsonFields.notASignature("the digest of " + Quoted.text(path) + " is no SHA-256");
        }
    }

    /**
     * Returns the statement of a version's files, in JSON.
     *
     * @param name of the model, for people
     * @param ignored what a verifier is to leave out beside git's files and {@code model.sig}
     */
    static String statement(String name, Manifest manifest, List<String> ignored) {
        String resources = manifest.files().stream()
                .filter(file -> Manifest.isSigned(file.path()))
                .map(file -> "{\"name\":%s,\"algorithm\":\"%s\",\"digest\":\"%s\"}"
                        .formatted(Quoted.text(file.path()), HASH, file.sha256()))
                .collect(Collectors.joining(","));
        String paths = Stream.concat(Manifest.UNSIGNED.stream().sorted(), ignored.stream())
                .map(Quoted::text)
                .collect(Collectors.joining(","));
        return "{\"_type\":\"" + STATEMENT + "\",\"subject\":[{\"name\":" + Quoted.text(name)
                + ",\"digest\":{\"" + HASH + "\":\"" + manifest.digest() + "\"}}],\"predicateType\":\"" + PREDICATE
                + "\",\"predicate\":{\"serialization\":{\"method\":\"" + METHOD + "\",\"hash_type\":\"" + HASH
                + "\",\"allow_symlinks\":false,\"ignore_paths\":[" + paths + "]},\"resources\":[" + resources + "]}}";
    }

    /** Returns what differs from the files of a version, in words; empty if it signs exactly these. */
    public Optional<String> differenceFrom(Manifest manifest) {
        Map<String, String> unknown = new LinkedHashMap<>(sha256);
        for (ManifestFile file : manifest.files()) {
            String signed = unknown.remove(file.path());
            if (signed == null && Manifest.isSigned(file.path())) {
                return Optional.of("It does not sign the file " + Quoted.text(file.path()) + ".");
            }
            if (signed != null && !signed.equals(file.sha256())) {
                return Optional.of("It signs another file %s: its SHA-256 is %s, and the version's is %s."
                        .formatted(Quoted.text(file.path()), signed, file.sha256()));
            }
        }
        return unknown.keySet().stream()
                .findFirst()
                .map(path -> "It signs the file " + Quoted.text(path) + ", which the version lacks.");
    }
}
