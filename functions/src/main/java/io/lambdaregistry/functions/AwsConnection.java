package io.lambdaregistry.functions;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;

/**
 * A function's HTTP connections and AWS credentials. Both can be renewed: a copy started from a snapshot must not write to a
 * connection that the peer closed long ago, nor sign with expired keys. Thread-safe.
 */
final class AwsConnection implements SdkHttpClient, AwsCredentialsProvider {
    private volatile SdkHttpClient http = AwsCrtHttpClient.create();
    private volatile DefaultCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();

    /** Closes all connections and drops the cached credentials. Calls that are under way fail. */
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
