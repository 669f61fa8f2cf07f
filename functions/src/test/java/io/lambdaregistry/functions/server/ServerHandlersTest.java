package io.lambdaregistry.functions.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.functions.ArtifactSettings;
import io.lambdaregistry.functions.http.HandlerCall;
import io.lambdaregistry.functions.http.HandlerCall.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ServerHandlersTest {
    @Test
    void serverInfoTurnsOffWhatIsNotThere() throws IOException {
        Answer answer = serverInfo(ArtifactSettings.UNLIMITED);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text())
                .contains("\"store_type\":\"SqlStore\"")
                .contains("\"workspaces_enabled\":false")
                .contains("\"multipart_uploads_enabled\":false")
                .contains("\"multipart_downloads_enabled\":false")
                .contains("\"artifacts_presigned_only\":false");
    }

    @Test
    void serverInfoSendsClientsToS3WhereAnswersAreLimited() throws IOException {
        assertThat(serverInfo(ArtifactSettings.OF_LAMBDA).text())
                .contains("\"multipart_uploads_enabled\":true")
                .contains("\"multipart_downloads_enabled\":true")
                .contains("\"artifacts_presigned_only\":true");
    }

    private static Answer serverInfo(ArtifactSettings artifacts) throws IOException {
        return HandlerCall.of("GET", "/api/3.0/mlflow/server-info")
                .pathParameter("api", "api")
                .to(new GetServerInfo(artifacts));
    }

    @Test
    void healthIsOk() throws IOException {
        Answer answer = HandlerCall.of("GET", "/health").to(new Health());
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).isEqualTo("OK");
    }

    @Test
    void versionIsMlflowsAndTheHeaderHasOurs() throws IOException {
        Answer answer = HandlerCall.of("GET", "/version").to(new GetVersion());
        assertThat(answer.text()).matches("\\d+\\.\\d+\\.\\d+");
        assertThat(answer.headers()).containsEntry("x-registry-version", GetVersion.REGISTRY);
    }

    @Test
    void ourVersionIsThatOfTheBuild() throws IOException {
        assertThat(Files.readString(Path.of("pom.xml")))
                .containsPattern("<version>" + GetVersion.REGISTRY + "(-SNAPSHOT)?</version>");
    }

    @Test
    void workspacesAreDisabledInPlainText() throws IOException {
        Answer answer = HandlerCall.of("GET", "/api/3.0/mlflow/workspaces")
                .pathParameter("api", "api")
                .to(new WorkspacesDisabled());
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.headers()).containsEntry("content-type", "text/plain; charset=utf-8");
        assertThat(answer.text()).contains("without workspaces support");
    }

    @ParameterizedTest
    @CsvSource({
        "//api/2.0/mlflow/runs/get?run_id=a%20b&x=%26, 308, /api/2.0/mlflow/runs/get?run_id=a+b&x=%26",
        "/api//2.0///mlflow/runs/create, 308, /api/2.0/mlflow/runs/create",
        "/api/2.0/nope, 404,",
        "'//evil.example/\\x', 404,",
        "/\\evil.example//, 404,",
        "//a%0d%0ab, 404,",
    })
    void aDoubledSlashIsRedirectedToThePathThatIsMeant(String target, int status, String location) throws IOException {
        Answer answer = HandlerCall.of("POST", target).to(new UnknownRoute());
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers().get("location")).isEqualTo(location);
    }

    @Test
    void whatClientsOfMlflow1AskForIsElsewhere() throws IOException {
        for (String api : List.of("api", "ajax-api")) {
            Answer answer = HandlerCall.of("POST", "/" + api + "/2.0/preview/mlflow/model-versions/create")
                    .to(new UnknownRoute());
            assertThat(answer.status()).isEqualTo(308);
            assertThat(answer.headers()).containsEntry("location", "/" + api + "/2.0/mlflow/model-versions/create");
        }
        for (String other : List.of(
                "/api/2.0/preview/mlflow/runs/create",
                "/api/2.0/preview/mlflow/registered-models/",
                "/api/2.0/preview/mlflow/registered-models/get/x",
                "/api/2.0/preview/mlflow//registered-models/get",
                "/x/2.0/preview/mlflow/registered-models/get",
                "/api/2.0/preview/mlflow/registered-models/get\n")) {
            assertThat(PreviewPath.present(other)).isEmpty();
        }
    }

    @Test
    void anUnknownRouteIsADefiniteRefusal() throws IOException {
        Answer answer = HandlerCall.of("POST", "/api/2.0/mlflow/nope").to(new UnknownRoute());
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("ENDPOINT_NOT_FOUND", "POST /api/2.0/mlflow/nope");
    }
}
