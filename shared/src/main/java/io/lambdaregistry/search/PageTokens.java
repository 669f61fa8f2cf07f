package io.lambdaregistry.search;

import io.lambdaregistry.error.RegistryException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and reads page tokens. A token holds the position after which the next page begins, never an offset. It is authenticated
 * with 128 bits of an HMAC-SHA256 and bound to its search; a token that was altered, or issued for another search or by another
 * registry, is rejected.
 */
public final class PageTokens {
    private static final int MAC_BYTES = 16;

    private final Supplier<byte[]> key;

    /** @param key supplies 32 secret bytes, the same for every function of a registry; called at the first use */
    public PageTokens(Supplier<byte[]> key) {
        this.key = key;
    }

    /** Returns a token for the position after a result; the position consists of the values that the result is sorted by. */
    public String issue(String search, List<String> position) {
        byte[] text = pack(position).getBytes(StandardCharsets.UTF_8);
        byte[] token = Arrays.copyOf(mac(search, text), MAC_BYTES + text.length);
        System.arraycopy(text, 0, token, MAC_BYTES, text.length);
        return encode(token);
    }

    /**
     * Returns the position that a token holds.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE unless the token was issued for this search
     */
    public List<String> read(String search, String token) {
        byte[] bytes = decode(token);
        if (bytes.length >= MAC_BYTES) {
            byte[] text = Arrays.copyOfRange(bytes, MAC_BYTES, bytes.length);
            if (MessageDigest.isEqual(mac(search, text), Arrays.copyOf(bytes, MAC_BYTES))) {
                return unpack(new String(text, StandardCharsets.UTF_8));
            }
        }
        throw invalid();
    }

    /** Joins the values, each after its length, because a value may contain any character. */
    private static String pack(List<String> values) {
        StringBuilder packed = new StringBuilder();
        for (String value : values) {
            packed.append(value.length()).append(':').append(value);
        }
        return packed.toString();
    }

    private static List<String> unpack(String packed) {
        List<String> values = new ArrayList<>();
        int at = 0;
        while (at < packed.length()) {
            int colon = packed.indexOf(':', at);
            int end = colon + 1 + Integer.parseInt(packed.substring(at, colon));
            values.add(packed.substring(colon + 1, end));
            at = end;
        }
        return values;
    }

    private static String encode(byte[] token) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    private static byte[] decode(String token) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            if (encode(bytes).equals(token)) {
                return bytes;
            }
            // the decoder ignores padding and bits after the last byte
            throw invalid();
        } catch (IllegalArgumentException e) {
            throw invalid();
        }
    }

    private byte[] mac(String search, byte[] text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.get(), "HmacSHA256"));
            mac.update(search.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(text), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static RegistryException invalid() {
        return RegistryException.invalid(
                "Invalid page token. Use the next_page_token of the last answer, with the same filter and order, or none.");
    }
}
