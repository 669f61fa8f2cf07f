package io.lambdaregistry.local.remote;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/**
 * Signs requests by Signature Version 4: as API Gateway's IAM authoriser requires, or for a service of AWS itself.
 *
 * @param credentials resolved for each request, so that expiring ones are renewed
 */
public record Signing(AwsCredentialsProvider credentials, String region, Clock clock) {
    // Labels of a host have at most 63 characters; the bound also keeps a search in a long text linear.
    private static final Pattern API_GATEWAY =
            Pattern.compile("([a-z0-9-]{1,63}+)\\.execute-api\\.([a-z0-9-]{1,63}+)\\.amazonaws\\.com(\\.cn)?");

    /** What a clock may be off without effect: AWS refuses signatures that are five minutes old, and the rest is the way there. */
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    private static final Pattern NOT_CANONICAL = Pattern.compile("[!$&'()*+,;=:@]");

    /** The region in a URL of API Gateway; empty for other URLs, whose requests need no signature. */
    public static Optional<String> regionOf(URI api) {
        Matcher host = API_GATEWAY.matcher(String.valueOf(api.getHost()));
        return host.matches() ? Optional.of(host.group(2)) : Optional.empty();
    }

    /** API Gateway's id of the API in a URL of API Gateway; empty for other URLs. */
    static Optional<String> apiOf(URI api) {
        Matcher host = API_GATEWAY.matcher(String.valueOf(api.getHost()));
        return host.matches() ? Optional.of(host.group(1)) : Optional.empty();
    }

    /**
     * Signs with the user's credentials, as the AWS CLI finds them.
     *
     * @param profile of the user's AWS configuration; where empty, the environment or the default profile
     */
    public static Signing as(Optional<String> profile, String region) {
        AwsCredentialsProvider credentials = profile.<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                .orElseGet(() -> DefaultCredentialsProvider.builder().build());
        return new Signing(credentials, region, Clock.systemUTC());
    }

    /**
     * Returns a signing by the clock of a server that refused a signature.
     *
     * @param date the header of its response
     * @return empty if this clock is right, so that the signature was refused for another reason
     */
    Optional<Signing> corrected(String date) {
        try {
            Duration off =
                    Duration.between(clock.instant(), DateTimeFormatter.RFC_1123_DATE_TIME.parse(date, Instant::from));
            return off.abs().compareTo(TOLERATED) > 0
                    ? Optional.of(new Signing(credentials, region, Clock.offset(clock, off)))
                    : Optional.empty();
        } catch (DateTimeParseException noDate) {
            return Optional.empty();
        }
    }

    /** The request to send: its URL in the encoding that the signature covers, with the headers of the signature. */
    SdkHttpRequest sign(String method, URI uri, byte[] body) {
        return sign("execute-api", method, uri, body);
    }

    SdkHttpRequest sign(String service, String method, URI uri, byte[] body) {
        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(uri)
                .encodedPath(encodedPath(uri))
                .build();
        return AwsV4HttpSigner.create()
                .sign(request -> request.identity(credentials.resolveCredentials())
                        .request(unsigned)
                        .payload(ContentStreamProvider.fromByteArray(body))
                        .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                        .putProperty(HttpSigner.SIGNING_CLOCK, clock))
                .request();
    }

    /** The path with the characters encoded that a URL may hold as they are, but the standard's canonical form does not. */
    private static String encodedPath(URI uri) {
        return NOT_CANONICAL
                .matcher(uri.getRawPath())
                .replaceAll(found -> "%%%02X".formatted((int) found.group().charAt(0)));
    }
}
