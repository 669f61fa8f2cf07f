package io.lambdaregistry.registry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SourceUriTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/model",
                "s3://bucket/my%20model",
                "s3://bucket/a..b/c",
                "mlflow-artifacts:/0/run/artifacts/m",
                "runs:/abc/model",
                "models:/m-0123",
                "dbfs:/models/x",
                "s3://bucket/100%",
                "gs://b/m",
                "S3://bucket/a+b%2Bc",
                "my.own-scheme2:/x"
            })
    void absoluteSourcesAreAccepted(String source) {
        assertThat(SourceUri.parse(source).isAbsolute()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/../other",
                "s3://bucket/a/..",
                "s3://bucket/%2e%2e/other",
                "s3://bucket/%252e%252e%252fother",
                "s3://bucket/%25252e%25252e/x",
                "s3://bucket/..%2f..%2fetc",
                "s3://bucket/a\\..\\b",
                "s3://bucket/a%5c..%5cb",
                "s3://bucket/x?../../y",
                "s3://bucket/x#../../y",
                "s3://bucket/x;/../../y",
                "s3://bucket/a%00b",
                "s3://bucket/%zz/..%2f..%2fetc",
                "s3://bucket/a/./b",
                "s3://bucket",
                "s3:bucket/key",
                "foo:",
                "mlflow-artifacts:/../x",
                "foo+bar://h/x",
                "s3+http:/bucket/x",
                "foo%2bbar:/x"
            })
    void traversalInAnyEncodingIsRefused(String source) {
        assertThat(SourceUri.parse(source).isAbsolute()).isFalse();
    }

    @Test
    void aSourceEncodedMoreOftenThanAnybodyMeansIsRefusedAfterSomeRounds() {
        assertThat(SourceUri.parse("s3://bucket/%" + "25".repeat(8) + "20x").isAbsolute())
                .isTrue();
        assertThat(SourceUri.parse("s3://bucket/%" + "25".repeat(9) + "20x").isAbsolute())
                .isFalse();
        assertThat(SourceUri.parse("s3://bucket/%" + "25".repeat(200_000)).isAbsolute())
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://host/x",
                "https://169.254.169.254/latest",
                "ftp://h/x",
                "sftp://h/x",
                "hdfs://h/x",
                "viewfs://h/x",
                "abfss://c@a/x",
                "r2://a/b",
                "b2://a/b",
                "mlflow-artifacts://evil:80/0/x",
                "HTTP://host/x"
            })
    void recognizesSourcesThatNameAHost(String source) {
        assertThat(SourceUri.parse(source).namesHost()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/etc/passwd", "etc/passwd", "file:/etc/passwd", "file:///etc/passwd", "FILE:/x", "./x", "//x/y"
            })
    void recognizesLocalPaths(String source) {
        assertThat(SourceUri.parse(source).isLocal()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlflow-artifacts:/0/run/artifacts",
                "mlflow-artifacts:/0/run/artifacts/m/x",
                "mlflow-artifacts:/0//run/artifacts/m"
            })
    void aSourceInTheFolderIsWithinIt(String source) {
        assertThat(SourceUri.parse(source).isWithin("mlflow-artifacts:/0/run/artifacts"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mlflow-artifacts:/0/run",
                "mlflow-artifacts:/0/run/artifacts2",
                "s3:/0/run/artifacts/m",
                "mlflow-artifacts://h/0/run/artifacts"
            })
    void aSourceBesideTheFolderIsNot(String source) {
        assertThat(SourceUri.parse(source).isWithin("mlflow-artifacts:/0/run/artifacts"))
                .isFalse();
    }
}
