package io.lambdaregistry.local;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Requests to a deployed registry, signed with the user's AWS credentials as MLflow's client does it. */
final class SignedRequest {
    /** What the JDK's client sets by itself. */
    private static final Set<String> NOT_OURS = Set.of("host", "content-length");

    private SignedRequest() {}

    static HttpRequest get(URI uri) {
        SdkHttpRequest unsigned = SdkHttpRequest.builder()
                .uri(uri)
                .method(SdkHttpMethod.GET)
                .putHeader("Host", uri.getHost())
                .build();
        try (DefaultCredentialsProvider credentials =
                DefaultCredentialsProvider.builder().build()) {
            var signed = AwsV4HttpSigner.create()
                    .sign(request -> request.request(unsigned)
                            .identity(credentials.resolveCredentials())
                            .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                            .putProperty(
                                    AwsV4HttpSigner.REGION_NAME,
                                    DefaultAwsRegionProviderChain.builder()
                                            .build()
                                            .getRegion()
                                            .id()));
            HttpRequest.Builder request = HttpRequest.newBuilder(uri);
            signed.request().headers().forEach((header, values) -> {
                if (NOT_OURS.stream().noneMatch(header::equalsIgnoreCase)) {
                    values.forEach(value -> request.header(header, value));
                }
            });
            return request.build();
        }
    }
}
