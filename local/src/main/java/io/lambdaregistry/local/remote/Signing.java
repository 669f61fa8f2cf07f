package io.lambdaregistry.local.remote;

import java.net.URI;
import java.time.Clock;
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
