package io.lambdaregistry.local.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Compares signatures with a second computation that follows AWS's description of Signature Version 4. */
final class SigningTest {
    private static final String SECRET = "secret";
    private static final Signing SIGNING = new Signing(
            StaticCredentialsProvider.create(AwsSessionCredentials.create("AKID", SECRET, "session")),
            "eu-west-1",
            Clock.fixed(Instant.parse("2026-05-03T10:20:30Z"), ZoneOffset.UTC));

    @Test
    void theSignatureIsTheOneThatAwsComputes() throws GeneralSecurityException {
        byte[] body = "{\"name\":\"m\"}".getBytes(UTF_8);
        SdkHttpRequest signed = SIGNING.sign(
                "POST",
                URI.create("https://abc.execute-api.eu-west-1.amazonaws.com/api/2.0/mlflow/runs/search?b=2&a=%C3%BC+x"),
                body);
        String authorization = signed.firstMatchingHeader("Authorization").orElseThrow();
        assertThat(authorization)
                .startsWith(
                        "AWS4-HMAC-SHA256 Credential=AKID/20260503/eu-west-1/execute-api/aws4_request, SignedHeaders=")
                .endsWith("Signature=" + signature(signed, "a=%C3%BC%20x&b=2", signedHeaders(authorization), body));
    }

    @Test
    void theAddressIsSentInTheEncodingThatIsSigned() {
        URI uri = URI.create("https://abc.execute-api.eu-west-1.amazonaws.com/api/x?filter=name+like+'a%25'");
        assertThat(SIGNING.sign("GET", uri, new byte[0]).getUri())
                .hasToString("https://abc.execute-api.eu-west-1.amazonaws.com/api/x?filter=name%20like%20%27a%25%27");
    }

    @Test
    void aPathIsSentInTheCanonicalEncoding() {
        URI uri = URI.create("https://abc.execute-api.eu-west-1.amazonaws.com/a%20b/(1)/it's@x+y*%2B");
        assertThat(SIGNING.sign("GET", uri, new byte[0]).getUri())
                .hasToString("https://abc.execute-api.eu-west-1.amazonaws.com/a%20b/%281%29/it%27s%40x%2By%2A%2B");
    }

    @Test
    void temporaryCredentialsBringTheirToken() {
        SdkHttpRequest signed =
                SIGNING.sign("GET", URI.create("https://abc.execute-api.eu-west-1.amazonaws.com/"), new byte[0]);
        assertThat(signed.firstMatchingHeader("X-Amz-Security-Token")).contains("session");
    }

    @Test
    void onlyAClockThatIsOffIsCorrected() {
        assertThat(SIGNING.corrected("Sun, 03 May 2026 10:21:00 GMT")).isEmpty();
        assertThat(SIGNING.corrected("")).isEmpty();
        assertThat(SIGNING.corrected("Sun, 03 May 2026 12:20:30 GMT"))
                .map(corrected -> corrected.clock().instant())
                .contains(Instant.parse("2026-05-03T12:20:30Z"));
    }

    @Test
    void anAddressOfApiGatewayNamesItsRegion() {
        assertThat(Signing.regionOf(URI.create("https://abc.execute-api.eu-west-1.amazonaws.com/prod")))
                .contains("eu-west-1");
        assertThat(Signing.regionOf(URI.create("https://abc.execute-api.cn-north-1.amazonaws.com.cn")))
                .contains("cn-north-1");
        assertThat(Signing.regionOf(URI.create("http://127.0.0.1:8081"))).isEmpty();
        assertThat(Signing.regionOf(URI.create("https://abc.execute-api.eu-west-1.amazonaws.com.evil.example")))
                .isEmpty();
    }

    private static List<String> signedHeaders(String authorization) {
        return List.of(
                authorization.replaceAll(".*SignedHeaders=([^,]+),.*", "$1").split(";"));
    }

    private static String signature(SdkHttpRequest signed, String query, List<String> names, byte[] body)
            throws GeneralSecurityException {
        Map<String, String> headers = new TreeMap<>();
        signed.forEachHeader((name, values) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), values.getFirst()));
        StringBuilder canonical = new StringBuilder("POST\n" + signed.encodedPath() + "\n" + query + "\n");
        names.forEach(name ->
                canonical.append(name).append(':').append(headers.get(name)).append('\n'));
        canonical.append('\n').append(String.join(";", names)).append('\n').append(hash(body));
        String scope = "20260503/eu-west-1/execute-api/aws4_request";
        String toSign = "AWS4-HMAC-SHA256\n20260503T102030Z\n" + scope + "\n"
                + hash(canonical.toString().getBytes(UTF_8));
        byte[] key = ("AWS4" + SECRET).getBytes(UTF_8);
        for (String part : scope.split("/")) {
            key = hmac(key, part);
        }
        return HexFormat.of().formatHex(hmac(key, toSign));
    }

    private static String hash(byte[] bytes) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static byte[] hmac(byte[] key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(text.getBytes(UTF_8));
    }
}
