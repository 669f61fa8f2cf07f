package io.lambdaregistry.clienttests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import io.lambdaregistry.clienttests.WebPageSetup.Site;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** Edits made in the page, checked in the registry. Each test has a model of its own. */
@ExtendWith(WebPageSetup.class)
final class WebPageEditingTest {
    private final WebPage page;
    private final ApiClient api;
    private String model = "";

    WebPageEditingTest(Site site) {
        this.page = site.page();
        this.api = site.api();
    }

    @BeforeEach
    void makeAModelWithTwoVersions(TestInfo test) throws IOException, InterruptedException {
        model = test.getTestMethod().orElseThrow().getName();
        api.post("registered-models/create", Map.of("name", model));
        for (int i = 1; i <= 2; i++) {
            api.post("model-versions/create", Map.of("name", model, "source", "s3://bucket/model/" + i));
        }
    }

    @AfterEach
    void close() {
        page.hasNoComplaints();
        page.close();
        api.close();
    }

    @Test
    void aDescriptionIsWrittenInPlace() throws IOException, InterruptedException {
        page.open("models/" + model);
        page.button("Write one").click();
        page.field("The description, in Markdown").fill("Knows **everything**");
        page.change(page.button("Save")::click);
        assertThat(page.tab().locator("mark-down strong")).hasText("everything");
        assertThat(model().path("description").asText()).isEqualTo("Knows **everything**");
    }

    @Test
    void tagsAreAddedAndRemoved() throws IOException, InterruptedException {
        page.open("models/" + model);
        page.button("Add a tag").click();
        page.field("Key of the new tag").fill("team");
        page.field("Value of the new tag").fill("risk");
        page.change(() -> page.tab().keyboard().press("Enter"));
        assertThat(page.tab().locator(".marks .tag")).hasText("team" + "risk");
        assertThat(model().path("tags").toString()).isEqualTo("[{\"key\":\"team\",\"value\":\"risk\"}]");
        page.change(page.button("Remove the tag team")::click);
        assertThat(page.tab().locator(".marks .tag")).hasCount(0);
        assertThat(model().has("tags")).isFalse();
    }

    @Test
    void anAliasIsSetMovedAndRemoved() throws IOException, InterruptedException {
        page.open("models/" + model);
        page.button("Set an alias").click();
        page.field("Name of the alias").fill("champion");
        page.field("Version that it points at").selectOption("1");
        page.change(page.button("Set")::click);
        assertThat(page.tab().locator("aside .alias")).hasText("@champion");
        assertThat(aliases()).isEqualTo("[{\"alias\":\"champion\",\"version\":\"1\"}]");

        page.open("models/" + model + "/versions/2");
        page.button("Set an alias").click();
        page.field("Name of the alias").fill("champion");
        page.change(() -> page.tab().keyboard().press("Enter"));
        assertThat(page.tab().locator("aside .alias")).hasText("@champion");
        assertThat(aliases()).isEqualTo("[{\"alias\":\"champion\",\"version\":\"2\"}]");

        page.change(page.button("Remove the alias champion")::click);
        assertThat(page.tab().locator("aside .alias")).hasCount(0);
        assertThat(aliases()).isEmpty();
    }

    @Test
    void aVersionChangesItsStageAndTheOthersAreArchived() throws IOException, InterruptedException {
        api.send(
                "POST",
                "/api/2.0/mlflow/model-versions/transition-stage",
                "{\"name\": \"" + model
                        + "\", \"version\": \"1\", \"stage\": \"Production\", \"archive_existing_versions\": false}");
        page.open("models/" + model + "/versions/2");
        page.button("Change stage").click();
        page.dialog()
                .getByText("Production", new Locator.GetByTextOptions().setExact(true))
                .click();
        page.dialog().getByText("Archive the other versions").click();
        page.dialog()
                .getByText("Change stage", new Locator.GetByTextOptions().setExact(true))
                .click();
        assertThat(page.notice()).containsText("is in Production");
        assertThat(page.tab().locator(".meta .stage")).hasText("Production");
        assertThat(stage("1")).isEqualTo("Archived");
        assertThat(stage("2")).isEqualTo("Production");
    }

    @Test
    void aVersionIsDeletedOnlyOnceItsNameIsTyped() throws IOException, InterruptedException {
        page.open("models/" + model + "/versions/1");
        page.button("Delete").click();
        Locator delete = page.dialog().locator("button.danger");
        assertThat(delete).isDisabled();
        page.dialog().locator("input").fill(model);
        assertThat(delete).isDisabled();
        page.dialog().locator("input").fill(model + " 1");
        delete.click();
        assertThat(page.heading()).hasText(model);
        assertThat(page.tab().locator("main .rows tbody tr")).hasCount(1);
        version("1").isError(404, "RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void aModelIsRenamedAndDeleted() throws IOException, InterruptedException {
        page.open("models/" + model);
        page.button("Rename").click();
        page.dialog().locator("input").fill(model + " & more?");
        page.dialog().locator("button.primary").click();
        assertThat(page.heading()).hasText(model + " & more?");
        assertThat(page.tab().locator("main .rows tbody tr")).hasCount(2);
        page.button("Delete").click();
        page.dialog().locator("input").fill(model + " & more?");
        page.dialog().locator("button.danger").click();
        assertThat(page.heading()).hasText("Models");
        api.get("registered-models/get", Map.of("name", model + " & more?")).isError(404, "RESOURCE_DOES_NOT_EXIST");
    }

    @Test
    void aRunsModelIsRegistered() throws IOException, InterruptedException {
        page.open("experiments/1");
        page.link("boosted-deep").click();
        page.button("Register this model").click();
        page.dialog().locator("input[name=name]").fill(model);
        page.dialog().locator("input[name=description]").fill("By hand");
        page.dialog().locator("button.primary").click();
        assertThat(page.heading()).hasText("Version 3");
        assertThat(page.tab().locator(".lineage")).containsText("boosted-deep");
        JsonNode version = version("3").json().path("model_version");
        assertThat(version.path("source").asText()).startsWith("models:/m-");
        assertThat(version.path("description").asText()).isEqualTo("By hand");
    }

    @Test
    void aChangeThatIsRefusedIsTakenBackAndExplained() throws IOException, InterruptedException {
        page.open("models/" + model);
        page.tab().route("**/registered-models/set-tag", route -> route.fulfill(refusal(500, "INTERNAL_ERROR")));
        page.button("Add a tag").click();
        page.field("Key of the new tag").fill("team");
        page.tab().keyboard().press("Enter");
        assertThat(page.notice()).containsText("Refused in words");
        assertThat(page.tab().locator(".marks .tag")).hasCount(0);
        assertThat(model().has("tags")).isFalse();
    }

    @Test
    void aDialogStaysOpenWhenItIsRefusedAndSaysWhy() {
        page.open("models/" + model);
        page.button("Rename").click();
        page.dialog().locator("input").fill("a/b");
        page.dialog().locator("button.primary").click();
        assertThat(page.dialog().locator(".refusal")).containsText("Names cannot contain '/' or ':'");
        assertThat(page.dialog()).isVisible();
    }

    @Test
    void aServerThatIsGoneIsReportedInWords() {
        page.open("models/" + model);
        page.tab().route("**/api/**", Route::abort);
        page.button("Add a tag").click();
        page.field("Key of the new tag").fill("team");
        page.tab().keyboard().press("Enter");
        assertThat(page.notice()).containsText("The registry does not answer");
        assertThat(page.tab().locator(".marks .tag")).hasCount(0);
    }

    private JsonNode model() throws IOException, InterruptedException {
        return api.get("registered-models/get", Map.of("name", model)).json().path("registered_model");
    }

    private String aliases() throws IOException, InterruptedException {
        JsonNode aliases = model().path("aliases");
        return aliases.isMissingNode() ? "" : aliases.toString();
    }

    private Answer version(String version) throws IOException, InterruptedException {
        return api.get("model-versions/get", Map.of("name", model, "version", version));
    }

    private String stage(String version) throws IOException, InterruptedException {
        return version(version)
                .json()
                .path("model_version")
                .path("current_stage")
                .asText();
    }

    private static Route.FulfillOptions refusal(int status, String code) {
        return WebPageTest.json("{\"error_code\":\"" + code + "\",\"message\":\"Refused in words\"}")
                .setStatus(status);
    }
}
