package io.lambdaregistry.functions;

import io.lambdaregistry.artifact.PresignedTransfers;

/**
 * How a deployment moves artifacts.
 *
 * @param root under which those of new experiments lie: {@code mlflow-artifacts:/}, or a folder on S3 that clients reach
 * @param answerLimit on the bytes of an artifact in one answer
 * @param mostParts of one multipart upload: as many as one answer has room for their requests
 * @param presignedOnly whether clients are told to move every file to and from S3 themselves; what they send through the
 *     registry all the same is taken
 */
public record ArtifactSettings(String root, long answerLimit, int mostParts, boolean presignedOnly) {
    /** In the registry's own storage, through the registry. */
    public static final String PROXIED_ROOT = "mlflow-artifacts:/";

    /** Without limits, through the registry. */
    public static final ArtifactSettings UNLIMITED =
            new ArtifactSettings(PROXIED_ROOT, Long.MAX_VALUE, PresignedTransfers.MOST_PARTS, false);

    /** Base64 makes 6 MB of these bytes, and a Lambda function answers 6 MB at the most. */
    private static final long LAMBDA_ANSWER = 4_500_000;

    /** A request that is signed with a role's session has some 2,000 characters. */
    private static final int LAMBDA_PARTS = 2_000;

    /** Those of the function's environment: {@code ARTIFACT_ROOT}, and the limits of Lambda where that is what runs it. */
    public static ArtifactSettings fromEnvironment() {
        String root = System.getenv().getOrDefault("ARTIFACT_ROOT", PROXIED_ROOT);
        return System.getenv("AWS_LAMBDA_FUNCTION_NAME") == null
                ? UNLIMITED.withRoot(root)
                : new ArtifactSettings(root, LAMBDA_ANSWER, LAMBDA_PARTS, true);
    }

    public ArtifactSettings withRoot(String root) {
        return new ArtifactSettings(root, answerLimit, mostParts, presignedOnly);
    }

    public ArtifactSettings withPresignedOnly(boolean presignedOnly) {
        return new ArtifactSettings(root, answerLimit, mostParts, presignedOnly);
    }
}
