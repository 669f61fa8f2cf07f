package io.lambdaregistry.clienttests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.RegistryServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MLflow's own page, from an installed package, shows the models, experiments and runs of this registry. */
final class MlflowOwnPageTest {
    /** Its scripts are megabytes. */
    private static final IsVisibleOptions PATIENTLY = new IsVisibleOptions().setTimeout(60_000);

    @TempDir
    private Path data;

    @Test
    void itsModelsExperimentsAndRunsAreThere() throws Exception {
        Path environment = Path.of(PythonClients.of(MlflowRelease.ofContract()).python())
                .resolve("../..")
                .normalize();
        try (RegistryServer server = RegistryServer.start(data, Map.of(), List.of("--mlflow-ui=" + environment));
                ApiClient api = new ApiClient(server.uri());
                Chromium chromium = Chromium.start()) {
            String runId = fill(api);
            Page tab = chromium.browser().newPage();
            shows(tab, server, "models", "credit-risk");
            shows(tab, server, "models/credit-risk", "Version 1");
            shows(tab, server, "models/credit-risk/versions/1", "a careful model");
            shows(tab, server, "experiments", "Default");
            shows(tab, server, "experiments/0/runs", "first-try");
            shows(tab, server, "experiments/0/runs/" + runId, "max_depth");
            shows(tab, server, "experiments/0/runs/" + runId + "/model-metrics", "loss");
        }
    }

    private static String fill(ApiClient api) throws Exception {
        String created = api.post("runs/create", Map.of("experiment_id", "0", "run_name", "first-try"))
                .body();
        String runId = created.replaceAll("(?s).*\"run_id\":\"(\\w+)\".*", "$1");
        api.send("POST", "/api/2.0/mlflow/runs/log-batch", """
                {"run_id":"%s","params":[{"key":"max_depth","value":"2"}],
                 "metrics":[{"key":"loss","value":0.5,"timestamp":1700000000000,"step":0},
                            {"key":"loss","value":0.25,"timestamp":1700000001000,"step":1}]}
                """.formatted(runId));
        api.post("registered-models/create", Map.of("name", "credit-risk"));
        api.post(
                "model-versions/create",
                Map.of(
                        "name",
                        "credit-risk",
                        "run_id",
                        runId,
                        "source",
                        "mlflow-artifacts:/0/" + runId + "/artifacts/model",
                        "description",
                        "a careful model"));
        return runId;
    }

    private static void shows(Page tab, RegistryServer server, String view, String text) {
        tab.navigate("about:blank");
        tab.navigate(server.uri() + "/#/" + view);
        Locator found = tab.getByText(text).first();
        assertThat(found).isVisible(PATIENTLY);
    }
}
