package io.lambdaregistry.clienttests.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An issuer of OIDC tokens, and the JWT authoriser that trusts it. It hands tokens out as GitHub Actions does, at
 * {@link #uri}, to those who send {@link #SECRET}.
 */
public final class TokenIssuer implements Authorizer, AutoCloseable {
    public static final String SECRET = "secret of the job";
    public static final String AUDIENCE = "model registry";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KEY_ID = "first";
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair key;
    private final Duration lifetime;
    private final AtomicInteger issued = new AtomicInteger();
    private final HttpServer server;

    private TokenIssuer(KeyPair key, Duration lifetime, HttpServer server) {
        this.key = key;
        this.lifetime = lifetime;
        this.server = server;
    }

    /** @param lifetime of the tokens that it hands out */
    public static TokenIssuer start(Duration lifetime) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2_048);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TokenIssuer issuer = new TokenIssuer(generator.generateKeyPair(), lifetime, server);
        server.createContext("/", issuer::handOut);
        server.start();
        return issuer;
    }

    public String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/?of=job";
    }

    /** How many tokens were handed out. */
    public int issued() {
        return issued.get();
    }

    private void handOut(HttpExchange exchange) throws IOException {
        boolean known = ("bearer " + SECRET).equals(exchange.getRequestHeaders().getFirst("authorization"));
        byte[] answer = JSON.writeValueAsBytes(known ? Map.of("value", token(AUDIENCE, lifetime)) : Map.of());
        exchange.sendResponseHeaders(known ? 200 : 401, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
        issued.incrementAndGet();
    }

    /** A token of this issuer. */
    public String token(String audience, Duration validity) {
        long now = Instant.now().getEpochSecond();
        String content = encoded(Map.of("alg", "RS256", "typ", "JWT", "kid", KEY_ID))
                + "."
                + encoded(Map.of(
                        "iss",
                        uri(),
                        "aud",
                        audience,
                        "sub",
                        "the tests",
                        "iat",
                        now,
                        "exp",
                        now + validity.toSeconds()));
        try {
            Signature signer = Signature.getInstance("SHA256withRSA");
            signer.initSign(key.getPrivate());
            signer.update(content.getBytes(UTF_8));
            return content + "." + BASE64.encodeToString(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The public key as an issuer publishes it. */
    Map<String, Object> keySet() {
        RSAPublicKey open = (RSAPublicKey) key.getPublic();
        return Map.of(
                "keys",
                List.of(Map.of(
                        "kty",
                        "RSA",
                        "kid",
                        KEY_ID,
                        "n",
                        BASE64.encodeToString(open.getModulus().toByteArray()),
                        "e",
                        BASE64.encodeToString(open.getPublicExponent().toByteArray()))));
    }

    @Override
    public Optional<Refusal> refuse(HttpExchange request, byte[] body, Instant now) {
        return reason(String.valueOf(request.getRequestHeaders().getFirst("authorization")), now)
                .map(reason -> new Refusal(401, reason));
    }

    private Optional<String> reason(String authorization, Instant now) {
        String[] parts = authorization.replaceFirst("^Bearer ", "").split("\\.");
        if (!authorization.startsWith("Bearer ") || parts.length != 3) {
            return Optional.of("no token");
        }
        try {
            JsonNode head = decoded(parts[0]);
            JsonNode claims = decoded(parts[1]);
            if (!head.path("alg").asText().equals("RS256")
                    || !isSigned(head.path("kid").asText(), parts)) {
                return Optional.of("not signed by the issuer");
            }
            if (!claims.path("iss").asText().equals(uri())
                    || !claims.path("aud").asText().equals(AUDIENCE)) {
                return Optional.of("another issuer or audience");
            }
            return claims.path("exp").asLong() > now.getEpochSecond() ? Optional.empty() : Optional.of("expired");
        } catch (IOException | IllegalArgumentException | GeneralSecurityException e) {
            return Optional.of("no token: " + e.getMessage());
        }
    }

    private boolean isSigned(String keyId, String[] parts) throws GeneralSecurityException {
        for (JsonNode published : JSON.valueToTree(keySet()).path("keys")) {
            if (published.path("kid").asText().equals(keyId)) {
                Signature verifier = Signature.getInstance("SHA256withRSA");
                verifier.initVerify(publicKey(published));
                verifier.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
                return verifier.verify(Base64.getUrlDecoder().decode(parts[2]));
            }
        }
        return false;
    }

    private static PublicKey publicKey(JsonNode published) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(published, "n"), number(published, "e")));
    }

    private static BigInteger number(JsonNode published, String name) {
        return new BigInteger(
                1, Base64.getUrlDecoder().decode(published.path(name).asText()));
    }

    private static JsonNode decoded(String part) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(part));
    }

    private static String encoded(Map<String, ?> fields) {
        try {
            return BASE64.encodeToString(JSON.writeValueAsBytes(fields));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
