package io.lambdaregistry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArtifactOwnersTest {
    private static final String RUN = "4d0b95be4d0b95be4d0b95be4d0b95be";
    private static final String MODEL = "m-" + RUN.replace('4', '5');

    @Test
    void theOwnersOfAPathAreInItsFoldersOfArtifacts() {
        assertThat(ArtifactOwners.of("0/" + RUN + "/artifacts/model/MLmodel")).containsExactly(RUN);
        assertThat(ArtifactOwners.of("0/models/" + MODEL + "/artifacts")).containsExactly(MODEL);
        assertThat(ArtifactOwners.of("0/" + RUN + "/artifacts/x/" + MODEL + "/artifacts/y"))
                .containsExactly(RUN, MODEL);
        assertThat(ArtifactOwners.of("0/" + RUN + "/other")).isEmpty();
        assertThat(ArtifactOwners.of("0/" + RUN + "/artifacts-of-mine")).isEmpty();
        assertThat(ArtifactOwners.of("0/x" + RUN + "/artifacts")).isEmpty();
        assertThat(ArtifactOwners.of("team/artifacts/0/" + RUN)).isEmpty();
    }

    @Test
    void aUriHasTheOwnersOfItsPathWhateverItsScheme() {
        assertThat(ArtifactOwners.ofUri("mlflow-artifacts:/0/" + RUN + "/artifacts/model"))
                .containsExactly(RUN);
        assertThat(ArtifactOwners.ofUri("mlflow-artifacts://host:80/0/" + RUN + "/artifacts"))
                .containsExactly(RUN);
        assertThat(ArtifactOwners.ofUri("S3://bucket//0/" + RUN + "/artifacts/#1?x"))
                .containsExactly(RUN);
        assertThat(ArtifactOwners.ofUri("runs:/" + RUN + "/model")).containsExactly(RUN);
        assertThat(ArtifactOwners.ofUri("models:/" + MODEL)).containsExactly(MODEL);
        assertThat(ArtifactOwners.ofUri("s3://bucket/models/churn/2026/data")).containsExactly("models/churn/2026");
        assertThat(ArtifactOwners.ofUri("s3://bucket/models/churn")).isEmpty();
        assertThat(ArtifactOwners.ofUri("models:/churn/1")).isEmpty();
        assertThat(ArtifactOwners.ofUri("dummy-source")).isEmpty();
        assertThat(ArtifactOwners.ofUri("hdfs://host/0/" + RUN + "/artifacts")).isEmpty();
    }

    @Test
    void onlyTheRegistrysOwnBucketHasPaths() {
        assertThat(ArtifactOwners.pathOf("s3://own/a/b/", "own")).contains("a/b");
        assertThat(ArtifactOwners.pathOf("mlflow-artifacts:/a/b", "own")).contains("a/b");
        assertThat(ArtifactOwners.pathOf("s3://other/a/b", "own")).isEmpty();
        assertThat(ArtifactOwners.pathOf("s3://owner/a/b", "own")).isEmpty();
        assertThat(ArtifactOwners.pathOf("/a/b", "own")).isEmpty();
    }

    @Test
    void aFolderIsThatOfItsLastOwnerOnly() {
        assertThat(ArtifactOwners.isFolderOf(RUN, "0/" + RUN + "/artifacts")).isTrue();
        assertThat(ArtifactOwners.isFolderOf(RUN, "0/" + RUN + "/artifacts/model"))
                .isFalse();
        assertThat(ArtifactOwners.isFolderOf("run-1", "0/run-1/artifacts")).isFalse();
        assertThat(ArtifactOwners.isFolderOf(RUN, "0")).isFalse();
        assertThat(ArtifactOwners.isFolderOf(RUN, "")).isFalse();
    }
}
