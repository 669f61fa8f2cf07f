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
    /**
     * To each service. Requests beyond them wait for one another, some milliseconds each; a first request would make as many
     * connections as it has calls at once, each with a TLS handshake.
     */
    private static final int MOST_CONNECTIONS = 4;

    private volatile SdkHttpClient http = connect();
    private volatile DefaultCredentialsProvider credentials =
            DefaultCredentialsProvider.builder().build();

    private static SdkHttpClient connect() {
        return AwsCrtHttpClient.builder().maxConcurrency(MOST_CONNECTIONS).build();
    }

    /** Closes all connections and drops the cached credentials. Calls that are under way fail. */
    void renew() {
        SdkHttpClient dropped = http;
        DefaultCredentialsProvider forgotten = credentials;
        http = connect();
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
