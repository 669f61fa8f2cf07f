package io.lambdaregistry.functions;

import io.lambdaregistry.artifact.PresignedTransfers;

/**
 * How a deployment stores and transfers artifacts.
 *
 * @param root the artifact root of new experiments: {@code mlflow-artifacts:/}, or an S3 folder that clients reach directly
 * @param answerLimit the maximum number of artifact bytes in one response; longer ones are redirected to S3
 * @param mostParts the maximum number of parts of a multipart upload: one response must hold a presigned request for each
 * @param presignedOnly whether the server instructs clients to transfer every file directly to and from S3; uploads that
 *     clients send through the registry are accepted all the same
 */
public record ArtifactSettings(String root, long answerLimit, int mostParts, boolean presignedOnly) {
    /** Artifacts lie in the registry's own bucket, and clients reach them through the registry. */
    public static final String PROXIED_ROOT = "mlflow-artifacts:/";

    /** The proxied root, without limits. */
    public static final ArtifactSettings UNLIMITED =
            new ArtifactSettings(PROXIED_ROOT, Long.MAX_VALUE, PresignedTransfers.MOST_PARTS, false);

    /** A Lambda function returns at most 6 MB, and Base64 encodes 4.5 MB of content as 6 MB. */
    private static final long LAMBDA_ANSWER = 4_500_000;

    /** A request presigned with a role's session credentials has some 2,000 characters. */
    private static final int LAMBDA_PARTS = 2_000;

    /** The proxied root, with Lambda's limits: every client transfers large files directly to and from S3. */
    public static final ArtifactSettings OF_LAMBDA =
            new ArtifactSettings(PROXIED_ROOT, LAMBDA_ANSWER, LAMBDA_PARTS, true);

    /**
     * The settings of the function's environment: {@code ARTIFACT_ROOT}, and Lambda's limits where the function runs in Lambda.
     */
    public static ArtifactSettings fromEnvironment() {
        String root = System.getenv().getOrDefault("ARTIFACT_ROOT", PROXIED_ROOT);
        return (System.getenv("AWS_LAMBDA_FUNCTION_NAME") == null ? UNLIMITED : OF_LAMBDA).withRoot(root);
    }

    public ArtifactSettings withRoot(String root) {
        return new ArtifactSettings(root, answerLimit, mostParts, presignedOnly);
    }
}
