package io.lambdaregistry.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Builds the headers of a delivery as MLflow does. Source: {@code webhooks/delivery.py}, after standardwebhooks.com. */
final class SignedDelivery {
    private static final String HMAC = "HmacSHA256";

    private SignedDelivery() {}

    /** @param seconds the time of sending, in seconds since 1970 */
    static Map<String, String> headers(String deliveryId, long seconds, String body, Optional<String> secret) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put(WebhookSender.DELIVERY_ID, deliveryId);
        headers.put("X-MLflow-Timestamp", Long.toString(seconds));
        secret.ifPresent(
                key -> headers.put("X-MLflow-Signature", "v1," + hmac(key, deliveryId + "." + seconds + "." + body)));
        return headers;
    }

    private static String hmac(String secret, String text) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), HMAC));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
