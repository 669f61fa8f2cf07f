package io.lambdaregistry.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.yaml.Yaml;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MlModelTest {
    private static final String LOGGED = """
            artifact_path: mlflow-artifacts:/0/models/m-ef376d4310cb403da2cb51a44ecb7518/artifacts
            flavors:
              sklearn:
                serialization_format: skops
              python_function:
                loader_module: mlflow.sklearn
            mlflow_version: 3.17.2
            model_id: m-ef376d4310cb403da2cb51a44ecb7518
            model_size_bytes: 5535
            run_id: 4d0b95be61da45ae95d5f20fb6add173
            signature:
              inputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 2]}}]'
              outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1]}}]'
              params: null
            """;

    @Test
    void putsWhatTheFileSaysIntoTags() {
        assertThat(MlModel.of(Yaml.parse(LOGGED)).tags())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(
                                "mlmodel.flavors", "python_function,sklearn",
                                "mlmodel.mlflow_version", "3.17.2",
                                "mlmodel.model_id", "m-ef376d4310cb403da2cb51a44ecb7518",
                                "mlmodel.run_id", "4d0b95be61da45ae95d5f20fb6add173",
                                "mlmodel.signature.inputs",
                                        "[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float64\", \"shape\": [-1, 2]}}]",
                                "mlmodel.signature.outputs",
                                        "[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"float64\", \"shape\": [-1]}}]"));
    }

    @Test
    void anAbsentFieldIsNoTag() {
        MlModel saved = MlModel.of(Yaml.parse("{flavors: {sklearn: {}}, run_id: null, model_id: ~, signature: null}"));
        assertThat(saved.tags()).containsExactly(Map.entry("mlmodel.flavors", "sklearn"));
        assertThat(saved.runId()).isEmpty();
        assertThat(saved.modelId()).isEmpty();
    }

    @Test
    void aSignatureThatIsTooLongForATagIsLeftOut() {
        String wide =
                "{flavors: {sklearn: {}}, signature: {inputs: '%s', outputs: 'short'}}".formatted("x".repeat(60_001));
        assertThat(MlModel.of(Yaml.parse(wide)).tags())
                .containsOnlyKeys("mlmodel.flavors", "mlmodel.signature.outputs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "just text", "[1, 2]", "run_id: x", "flavors: {}", "flavors: sklearn"})
    void textThatIsNoModelFileIsRefused(String text) {
        assertThatThrownBy(() -> MlModel.of(Yaml.parse(text))).isInstanceOf(RegistryException.class);
    }
}
