package io.lambdaregistry.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.artifact.ArtifactLocation.Bucket;
import io.lambdaregistry.artifact.ArtifactLocation.OfRun;
import io.lambdaregistry.artifact.ArtifactLocation.Registry;
import io.lambdaregistry.error.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArtifactLocationTest {
    @ParameterizedTest
    @CsvSource({
        "mlflow-artifacts:/0/run/artifacts, 0/run/artifacts",
        "mlflow-artifacts:0/run, 0/run",
        "mlflow-artifacts:///0/run, 0/run",
        "mlflow-artifacts://localhost:5000/0/run/artifacts/, 0/run/artifacts",
        "mlflow-artifacts:/a%20b/c d, a%20b/c d",
        "mlflow-artifacts:/, ''",
        "mlflow-artifacts://host, ''",
    })
    void mlflowArtifactsLieUnderTheRegistrysRoot(String uri, String path) {
        assertThat(ArtifactLocation.parse(uri)).isEqualTo(new Registry(ArtifactPath.ofFolder(path)));
    }

    @Test
    void s3NamesABucketAndAKey() {
        assertThat(ArtifactLocation.parse("s3://models/0/run"))
                .isEqualTo(new Bucket("models", ArtifactPath.ofFolder("0/run")));
        assertThat(ArtifactLocation.parse("s3://models")).isEqualTo(new Bucket("models", ArtifactPath.ROOT));
    }

    @Test
    void runsNameARunAndAPathInIt() {
        assertThat(ArtifactLocation.parse("runs:/abc/model"))
                .isEqualTo(new OfRun("abc", ArtifactPath.ofFolder("model")));
        assertThat(ArtifactLocation.parse("runs:/abc")).isEqualTo(new OfRun("abc", ArtifactPath.ROOT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0/run",
                "/etc/passwd",
                "./artifacts",
                "file:///etc",
                "http://169.254.169.254/latest/meta-data",
                "https://example.com/api/2.0/mlflow-artifacts/artifacts/0",
                "s3:///key",
                "s3:key",
                "S3://bucket/key",
                "runs://host/abc/model",
                "gs://bucket/key",
                "models:/m-1",
                "mlflow-artifacts:/0/../1",
                "mlflow-artifacts:/0/%2e%2e/1",
                "mlflow-artifacts:/0//run",
                "mlflow-artifacts:/0?../../x",
                "mlflow-artifacts:/0#../../x",
                "s3://bucket/../other/key",
                "s3://bucket/a\\..\\b",
                "runs:/abc/../../x",
            })
    void refusesWhatItDoesNotServe(String uri) {
        assertThatThrownBy(() -> ArtifactLocation.parse(uri)).isInstanceOf(RegistryException.class);
    }
}
