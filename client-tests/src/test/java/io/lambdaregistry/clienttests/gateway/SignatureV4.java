package io.lambdaregistry.clienttests.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies Signature Version 4 for {@code execute-api}. What a client sent is decoded and encoded anew, so a client that signs
 * another encoding than the standard's is refused; a path must also be sent in that encoding, because AWS does not document
 * which of the two it reads.
 *
 * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">the standard</a>
 */
public record SignatureV4(String accessKey, String secretKey, String sessionToken, String region)
        implements Authorizer {
    private static final Duration VALIDITY = Duration.ofMinutes(5);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=([^/]+)/((\\d{8})/([^/]+)/execute-api/aws4_request), ?"
                    + "SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    @Override
    public Optional<Refusal> refuse(HttpExchange request, byte[] body, Instant now) {
        return reason(request, body, now).map(reason -> new Refusal(403, reason));
    }

    private Optional<String> reason(HttpExchange request, byte[] body, Instant now) {
        Matcher sent = AUTHORIZATION.matcher(header(request, "authorization"));
        if (!sent.matches()) {
            return Optional.of("no signature");
        }
        if (!sent.group(1).equals(accessKey)
                || !header(request, "x-amz-security-token").equals(sessionToken)) {
            return Optional.of("unknown credentials");
        }
        String time = header(request, "x-amz-date");
        if (!sent.group(4).equals(region) || !time.startsWith(sent.group(3))) {
            return Optional.of("the scope is " + sent.group(2));
        }
        if (!isInTime(time, now)) {
            return Optional.of("signed at " + time + ", which is not now");
        }
        List<String> signed = List.of(sent.group(5).split(";"));
        Optional<String> unsigned = request.getRequestHeaders().keySet().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> name.equals("host") || name.startsWith("x-amz-"))
                .filter(name -> !signed.contains(name))
                .findFirst();
        if (unsigned.isPresent()) {
            return Optional.of(unsigned.get() + " is not signed");
        }
        String hash = hex(sha256(body));
        if (request.getRequestHeaders().containsKey("x-amz-content-sha256")
                && !header(request, "x-amz-content-sha256").equals(hash)) {
            return Optional.of("the body has another digest");
        }
        if (!path(request, 1).equals(request.getRequestURI().getRawPath())) {
            return Optional.of("the path is not in the standard's encoding: " + request.getRequestURI());
        }
        String canonical = canonical(request, signed, hash);
        String toSign =
                "AWS4-HMAC-SHA256\n" + time + "\n" + sent.group(2) + "\n" + hex(sha256(canonical.getBytes(UTF_8)));
        return signature(toSign, sent.group(3)).equals(sent.group(6))
                ? Optional.empty()
                : Optional.of("another signature belongs to\n" + canonical);
    }

    private static boolean isInTime(String time, Instant now) {
        try {
            return Duration.between(TIME.parse(time, Instant::from), now).abs().compareTo(VALIDITY) < 0;
        } catch (DateTimeParseException noTime) {
            return false;
        }
    }

    private static String canonical(HttpExchange request, List<String> signed, String hash) {
        String headers = signed.stream()
                .map(name -> name + ":" + header(request, name) + "\n")
                .collect(Collectors.joining());
        return String.join(
                "\n",
                request.getRequestMethod(),
                path(request, 2),
                query(request),
                headers,
                String.join(";", signed),
                hash);
    }

    /** The path, decoded, and encoded so many times. */
    private static String path(HttpExchange request, int times) {
        return Arrays.stream(request.getRequestURI().getRawPath().split("/", -1))
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), UTF_8))
                .map(segment -> times == 1 ? encoded(segment) : encoded(encoded(segment)))
                .collect(Collectors.joining("/"));
    }

    private static String query(HttpExchange request) {
        String query = request.getRequestURI().getRawQuery();
        if (query == null || query.isEmpty()) {
            return "";
        }
        return Arrays.stream(query.split("&"))
                .map(pair -> pair.contains("=") ? pair : pair + "=")
                .map(pair -> pair.split("=", 2))
                .map(pair ->
                        List.of(encoded(URLDecoder.decode(pair[0], UTF_8)), encoded(URLDecoder.decode(pair[1], UTF_8))))
                .sorted((one, other) -> {
                    int byName = one.getFirst().compareTo(other.getFirst());
                    return byName != 0 ? byName : one.getLast().compareTo(other.getLast());
                })
                .map(pair -> String.join("=", pair))
                .collect(Collectors.joining("&"));
    }

    /** Everything but letters, digits, hyphen, dot, underscore and tilde, byte by byte. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte one : text.getBytes(UTF_8)) {
            char character = (char) (one & 0xff);
            boolean plain =
                    character < 0x80 && (Character.isLetterOrDigit(character) || "-._~".indexOf(character) >= 0);
            encoded.append(plain ? String.valueOf(character) : "%%%02X".formatted(one & 0xff));
        }
        return encoded.toString();
    }

    /** The values of a header in the canonical form; empty if there is none. */
    private static String header(HttpExchange request, String name) {
        List<String> values = request.getRequestHeaders().getOrDefault(name, List.of());
        return values.stream()
                .map(value -> SPACES.matcher(value.strip()).replaceAll(" "))
                .collect(Collectors.joining(","));
    }

    private String signature(String toSign, String day) {
        byte[] key = hmac(("AWS4" + secretKey).getBytes(UTF_8), day);
        for (String part : List.of(region, "execute-api", "aws4_request")) {
            key = hmac(key, part);
        }
        return hex(hmac(key, toSign));
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
