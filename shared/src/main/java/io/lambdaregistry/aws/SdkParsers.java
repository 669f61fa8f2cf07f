package io.lambdaregistry.aws;

import software.amazon.awssdk.protocols.json.internal.AwsStructuredPlainJsonFactory;
import software.amazon.awssdk.thirdparty.jackson.core.JsonFactory;

/**
 * The JSON parsers of the AWS SDK, which read DynamoDB's responses. The keys of tags and params are names in that JSON, and
 * clients choose them, so these parsers must share no names, as those of {@link io.lambdaregistry.json.Json} share none.
 *
 * <p>The SDK has one factory of parsers for all its clients, and no option for it. Its answers in XML, which are S3's, contain
 * what clients choose as text only, never as names.
 */
public final class SdkParsers {
    private static final JsonFactory FACTORY = AwsStructuredPlainJsonFactory.SDK_JSON_FACTORY.getJsonFactory();

    private SdkParsers() {}

    /** Makes parsers keep no names from now on. Called before a client of DynamoDB is created. */
    @SuppressWarnings("deprecation") // the SDK has built its factory by then, and a built one has no other setter
    public static void keepNoNames() {
        FACTORY.configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false);
        FACTORY.configure(JsonFactory.Feature.INTERN_FIELD_NAMES, false);
    }

    /** Whether parsers share names, which would let one client break the parsers of all. */
    public static boolean shareNames() {
        return FACTORY.isEnabled(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES);
    }
}
