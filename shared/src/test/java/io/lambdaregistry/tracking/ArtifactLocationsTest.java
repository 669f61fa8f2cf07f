package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CVE-2023-6909, CVE-2024-3573, mlflow#24767: where an experiment may not keep its artifacts. */
final class ArtifactLocationsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"s3://bucket", "s3://bucket/a/b", "mlflow-artifacts:/", "mlflow-artifacts:/a b", "s3://b/ä%20ö"})
    void allowed(String location) {
        assertThatCode(() -> ArtifactLocations.check(location)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://b/p?x=1",
                "s3://b/p?../../",
                "s3://b?x/p",
                "s3://b/p#frag",
                "s3://b/p;params",
                "s3://b/../p",
                "s3://b/%2e%2e/p",
                "s3://b/%252e%252e/p",
                "s3://b/p\\..\\x",
                "s3://b/.%00/x",
                "s3:/b",
                "s3://",
                "s3://user@host/p",
                "mlflow-artifacts:/a/../b",
                "mlflow-artifacts:/%2e%2e/x",
                "mlflow-artifacts://host/foo",
                "mlflow-artifacts:foo",
                "http://169.254.169.254/latest",
                "https://metadata.google.internal/",
                "ftp://h/p",
                "file:///tmp/x",
                "/tmp/x",
                "C:\\x",
                "relative",
                "runs:/a/b",
                "models:/m/1"
            })
    void refused(String location) {
        assertThatThrownBy(() -> ArtifactLocations.check(location))
                .isInstanceOf(RegistryException.class)
                .extracting(e -> ((RegistryException) e).code())
                .isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE);
    }
}
