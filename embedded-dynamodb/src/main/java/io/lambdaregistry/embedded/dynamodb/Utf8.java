package io.lambdaregistry.embedded.dynamodb;

import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkBytes;

/** The UTF-8 form of texts, in which DynamoDB stores, measures and sorts them. */
final class Utf8 {
    private Utf8() {}

    /**
     * @throws software.amazon.awssdk.services.dynamodb.model.DynamoDbException for an unpaired surrogate, which has no UTF-8
     *     form
     */
    static SdkBytes bytes(String text) {
        refuseHalfPairs(text);
        return SdkBytes.fromByteArrayUnsafe(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void refuseHalfPairs(String text) {
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (Character.isSurrogate(unit)) {
                if (Character.isLowSurrogate(unit)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw Refusal.validation("A text contains half a surrogate pair, which is no character");
                }
                i++;
            }
        }
    }

    /** The number of a text's bytes. */
    static int length(String text) {
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            length += unit < 0x80 ? 1 : unit < 0x800 || Character.isSurrogate(unit) ? 2 : 3;
        }
        return length;
    }

    /** The least bytes that are greater than all that begin with the prefix; a byte of UTF-8 is never 0xFF. */
    static SdkBytes behindAllWith(SdkBytes prefix) {
        byte[] behind = prefix.asByteArray();
        behind[behind.length - 1]++;
        return SdkBytes.fromByteArrayUnsafe(behind);
    }
}
