package io.lambdaregistry.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.RegistryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class UploadedFileTest {
    @Test
    void theModelFileOfAFolderIsAnUpload() {
        UploadedFile file =
                UploadedFile.of("b", "models/a model/2026-01-15 +1/MLmodel").orElseThrow();
        assertThat(file.folder()).isEqualTo(new ModelFolder("b", "a model", "2026-01-15 +1"));
        assertThat(file.isModelFile()).isTrue();
    }

    @Test
    void aModelInAModelIsAPartOfIt() {
        UploadedFile inner =
                UploadedFile.of("b", "models/m/1/artifacts/inner/MLmodel").orElseThrow();
        assertThat(inner.folder()).isEqualTo(new ModelFolder("b", "m", "1"));
        assertThat(inner.isModelFile()).isFalse();
        assertThat(inner.isModelFileOfInnerModel()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1/run/artifacts/model/MLmodel", "models/m/", "models/m/1/", "models/m/readme.txt", "models/x"})
    void aKeyThatBelongsToNoModelIsNoUpload(String key) {
        assertThat(UploadedFile.of("b", key)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/MLmodel", "models/m/MLmodel"})
    void aModelFileWithoutANameOrAFolderIsRefused(String key) {
        assertThatThrownBy(() -> UploadedFile.of("b", key))
                .isInstanceOf(RegistryException.class)
                .hasMessageStartingWith("A model is uploaded to models/<name>/<folder>/");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models//1/MLmodel",
                "models/ /1/MLmodel",
                "models/a:b/1/MLmodel",
                "models/../1/MLmodel",
                "models/m//MLmodel",
                "models/m/../MLmodel",
                "models/m/%2e%2e/MLmodel",
                "models/m/a\\b/MLmodel",
                "models/m/a#b/MLmodel",
                "models/m/a;b/MLmodel",
                "models/m/a?b/MLmodel",
                "models/a%20b/1/MLmodel"
            })
    void aFolderThatIsNoNameOrNoPathIsRefused(String key) {
        ModelFolder folder = UploadedFile.of("b", key).orElseThrow().folder();
        assertThatThrownBy(folder::check).isInstanceOf(RegistryException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"models/Größe & Preis/v+1/MLmodel", "models/100%/50 % off/MLmodel", "models/猫/🐈/MLmodel"})
    void anyOtherFolderIsFine(String key) {
        ModelFolder folder = UploadedFile.of("b", key).orElseThrow().folder();
        assertThatCode(folder::check).doesNotThrowAnyException();
        assertThat(folder.modelFile()).isEqualTo(key);
    }
}
