package io.lambdaregistry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MediaTypeTest {
    @ParameterizedTest
    @CsvSource({
        "MLmodel, text/plain",
        "MLproject, text/plain",
        "conda.yaml, text/plain",
        "data.JSON, text/plain",
        "plot.png, image/png",
        "page.html, text/html",
        "data.tar.gz, application/octet-stream",
        "model.pkl, application/octet-stream",
        "model.onnx, application/octet-stream",
        "noextension, application/octet-stream",
        ".txt, application/octet-stream",
        "ends., application/octet-stream",
    })
    void isGuessedByName(String name, String type) {
        assertThat(MediaType.of(name)).isEqualTo(type);
    }
}
