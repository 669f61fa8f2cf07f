package io.lambdaregistry.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.aws.SdkParsers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

class AwsClientsTest {
    private final SilentPeer http = new SilentPeer();
    private final AwsClients clients = new AwsClients(http, AnonymousCredentialsProvider.create());

    @BeforeAll
    static void haveARegion() {
        System.setProperty("aws.region", "us-east-1");
    }

    @AfterAll
    static void haveNone() {
        System.clearProperty("aws.region");
    }

    @Test
    void everyCallEndsBeforeItsFunctionAndEveryAttemptBeforeItsCall() {
        assertThat(List.of(
                        clients.dynamoDb().serviceClientConfiguration(),
                        clients.s3().serviceClientConfiguration(),
                        clients.sqs().serviceClientConfiguration()))
                .extracting(configuration -> configuration.overrideConfiguration())
                .allSatisfy(configuration -> {
                    Duration call = configuration.apiCallTimeout().orElseThrow();
                    assertThat(call).isLessThan(Duration.ofSeconds(29));
                    assertThat(configuration.apiCallAttemptTimeout().orElseThrow())
                            .isLessThanOrEqualTo(call.dividedBy(2));
                });
    }

    @Test
    void aCallWhosePeerIsSilentIsTriedOnAnotherConnection() {
        assertThatThrownBy(() -> clients.dynamoDb()
                        .getItem(get -> get.tableName("registry")
                                .overrideConfiguration(call -> call.apiCallAttemptTimeout(Duration.ofMillis(100))
                                        .apiCallTimeout(Duration.ofSeconds(2)))))
                .isInstanceOf(SdkClientException.class);
        assertThat(http.attempts.get()).isGreaterThan(1);
    }

    /** The keys of tags are names in DynamoDB's JSON; a client that fills a shared table of names breaks the parsers of all. */
    @Test
    void parsersOfDynamoDbsResponsesShareNoNames() {
        assertThat(clients.dynamoDb()).isNotNull();
        assertThat(SdkParsers.shareNames()).isFalse();
    }

    /** Accepts requests and never answers. */
    private static final class SilentPeer implements SdkHttpClient {
        private final AtomicInteger attempts = new AtomicInteger();

        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            CountDownLatch aborted = new CountDownLatch(1);
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    attempts.incrementAndGet();
                    try {
                        assertThat(aborted.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    throw new IOException("aborted");
                }

                @Override
                public void abort() {
                    aborted.countDown();
                }
            };
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
