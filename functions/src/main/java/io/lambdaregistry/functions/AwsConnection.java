package io.lambdaregistry.functions;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/**
 * A function's connections and credentials. Both can be made anew: a copy of a snapshot that was taken then neither writes to a
 * connection that its peer has closed long ago, nor signs with keys that have expired. Thread-safe.
 */
final class AwsConnection implements SdkHttpClient, AwsCredentialsProvider {
    private volatile SdkHttpClient http = AwsCrtHttpClient.create();
    private volatile DefaultCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();

    /** Drops what is known of peers and keys. Calls that are under way fail. */
    void renew() {
        SdkHttpClient dropped = http;
        DefaultCredentialsProvider forgotten = credentials;
        http = AwsCrtHttpClient.create();
        credentials = DefaultCredentialsProvider.builder().build();
        dropped.close();
        forgotten.close();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return http.prepareRequest(request);
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    @Override
    public AwsCredentials resolveCredentials() {
        return credentials.resolveCredentials();
    }

    @Override
    public void close() {
        http.close();
        credentials.close();
    }
}
