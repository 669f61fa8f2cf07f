package io.lambdaregistry.aws;

import io.lambdaregistry.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Calls a service with the SDK's HTTP client and the SDK's signer. Retries failures that may be temporary. Thread-safe. */
public final class SignedJsonService implements JsonService {
    private static final int ATTEMPTS = 3;
    private static final long PAUSE_MILLIS = 100;
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(3);

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Region region;
    private final URI endpoint;
    private final String name;
    private final String target;
    private final Duration longestAttempt;

    /**
     * @param name the service's name in host names and signatures
     * @param target the prefix of the operation in the header {@code X-Amz-Target}
     */
    public SignedJsonService(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Region region,
            URI endpoint,
            String name,
            String target) {
        this(http, credentials, region, endpoint, name, target, LONGEST_ATTEMPT);
    }

    /** @param longestAttempt the time after which an attempt has failed */
    SignedJsonService(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Region region,
            URI endpoint,
            String name,
            String target,
            Duration longestAttempt) {
        this.http = http;
        this.credentials = credentials;
        this.region = region;
        this.endpoint = endpoint;
        this.name = name;
        this.target = target;
        this.longestAttempt = longestAttempt;
    }

    /** Key Management Service, in the region and at the endpoint that the environment names. */
    public static SignedJsonService kms(SdkHttpClient http, AwsCredentialsProvider credentials) {
        return fromEnvironment(http, credentials, "kms", "TrentService");
    }

    /** EventBridge, in the region and at the endpoint that the environment names. */
    public static SignedJsonService eventBridge(SdkHttpClient http, AwsCredentialsProvider credentials) {
        return fromEnvironment(http, credentials, "events", "AWSEvents");
    }

    private static SignedJsonService fromEnvironment(
            SdkHttpClient http, AwsCredentialsProvider credentials, String name, String target) {
        Region region = DefaultAwsRegionProviderChain.builder().build().getRegion();
        String endpoint = Stream.of(System.getProperty("aws.endpointUrl"), System.getenv("AWS_ENDPOINT_URL"))
                .filter(Objects::nonNull)
                .findFirst()
                .orElseGet(() -> "https://" + name + "." + region.id() + "."
                        + region.metadata().partition().dnsSuffix());
        return new SignedJsonService(http, credentials, region, URI.create(endpoint), name, target);
    }

    @Override
    public Map<?, ?> call(String operation, Map<String, ?> request) {
        byte[] body = Json.text(request).getBytes(StandardCharsets.UTF_8);
        for (int attempt = 1; ; attempt++) {
            try {
                Answer answer = send(operation, body);
                if (answer.isSuccess() && Json.parse(answer.text()) instanceof Map<?, ?> fields) {
                    return fields;
                }
                if (attempt == ATTEMPTS || !answer.mayBeOtherwiseLater()) {
                    throw new JsonServiceException(
                            "%s answered %d to %s: %s".formatted(name, answer.status(), operation, answer.text()));
                }
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw new JsonServiceException(name + " was not reached for " + operation, e);
                }
            }
            pause(attempt);
        }
    }

    private record Answer(int status, String text) {
        boolean isSuccess() {
            return status == 200;
        }

        boolean mayBeOtherwiseLater() {
            return status >= 500 || status == 429 || text.contains("Throttling") || text.contains("LimitExceeded");
        }
    }

    private Answer send(String operation, byte[] body) throws IOException {
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(request -> request.identity(credentials.resolveCredentials())
                        .request(unsigned(operation, body.length))
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, name)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id()));
        ExecutableHttpRequest attempt = http.prepareRequest(HttpExecuteRequest.builder()
                .request(signed.request())
                .contentStreamProvider(signed.payload().orElseThrow())
                .build());
        Thread limit = Thread.ofVirtual().start(() -> abortLate(attempt));
        try {
            return answer(attempt.call());
        } finally {
            limit.interrupt();
        }
    }

    private static Answer answer(HttpExecuteResponse response) throws IOException {
        try (InputStream content =
                response.responseBody().<InputStream>map(stream -> stream).orElseGet(InputStream::nullInputStream)) {
            return new Answer(
                    response.httpResponse().statusCode(), new String(content.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    private void abortLate(ExecutableHttpRequest attempt) {
        try {
            Thread.sleep(longestAttempt);
            attempt.abort();
        } catch (InterruptedException answered) {
            Thread.currentThread().interrupt();
        }
    }

    private SdkHttpRequest unsigned(String operation, int length) {
        return SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .encodedPath("/")
                .putHeader("Content-Type", "application/x-amz-json-1.1")
                .putHeader("Content-Length", Integer.toString(length))
                .putHeader("X-Amz-Target", target + "." + operation)
                .build();
    }

    private static void pause(int attempt) {
        long longest = PAUSE_MILLIS << attempt;
        try {
            Thread.sleep(longest / 2 + new SecureRandom().nextLong(longest / 2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new JsonServiceException("interrupted", e);
        }
    }
}
