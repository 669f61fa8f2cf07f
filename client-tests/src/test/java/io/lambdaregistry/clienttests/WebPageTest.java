package io.lambdaregistry.clienttests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.lambdaregistry.clienttests.WebPageSetup.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The content of the page's views, and the navigation between them. */
@ExtendWith(WebPageSetup.class)
final class WebPageTest {
    private final WebPage page;

    WebPageTest(Site site) {
        this.page = site.page();
    }

    @BeforeEach
    void open() {
        page.open("models");
    }

    @AfterEach
    void close() {
        page.hasNoComplaints();
        page.close();
    }

    // ---- Models

    @Test
    void aWordFindsTheModelsWithItInTheirName() {
        search("fraud");
        assertThat(rows()).hasCount(4);
        assertThat(names()).containsText(new String[] {"fraud-score-apac", "fraud-score-eu"});
        assertThat(page.address()).contains("q=fraud");
    }

    @Test
    void severalWordsMustAllBeThere() {
        search("score us");
        assertThat(names()).hasText(new String[] {"fraud-score-us", "lead-score-us"});
    }

    @Test
    void aFilterInMlflowsLanguageFindsModelsByTag() {
        search("tags.region = 'eu' AND name LIKE 'ret%'");
        page.tab().keyboard().press("Enter");
        assertThat(names()).hasText(new String[] {"returns-eu"});
        assertThat(rows().first()).containsText("region");
    }

    @Test
    void aFilterThatIsNoneIsRefusedInWords() {
        search("tags.region = eu");
        page.tab().keyboard().press("Enter");
        assertThat(page.tab().getByRole(AriaRole.ALERT)).containsText("Parameter value is either not quoted");
    }

    @Test
    void aSearchWithoutHitsSaysSoAndLeadsBack() {
        search("no such model");
        assertThat(page.tab().locator(".empty")).containsText("Nothing matches “no such model”");
        page.link("Show all models").click();
        assertThat(names().first()).isVisible();
    }

    @Test
    void anEmptyRegistryShowsTheFirstCommand() {
        page.tab().route("**/registered-models/search*", route -> route.fulfill(json("{}")));
        page.reload();
        assertThat(page.tab().locator(".empty"))
                .containsText(
                        Pattern.compile("No models yet.*mlflow\\.set_tracking_uri\\(\"http://127", Pattern.DOTALL));
    }

    @Test
    void theTableIsSortedByNameOrChangeEitherWay() {
        page.button("Name").click();
        assertThat(page.tab().getByRole(AriaRole.COLUMNHEADER).first()).hasAttribute("aria-sort", "descending");
        assertThat(names().first()).hasText("ticket-routing-us");
        page.button("Changed").click();
        assertThat(page.address()).contains("last_updated_timestamp");
        assertThat(names().first()).not().hasText("ticket-routing-us");
    }

    @Test
    void theNextPageHasTheOthersAndTheBackButtonLeadsBack() {
        assertThat(rows()).hasCount(50);
        String first = names().first().textContent();
        page.link("Next page").click();
        assertThat(names().first()).not().hasText(first);
        page.tab().goBack();
        assertThat(names().first()).hasText(first);
    }

    @Test
    void aRowShowsLatestVersionAliasesStageAndTags() {
        search("credit-risk");
        Locator row = rows().filter(new Locator.FilterOptions().setHasText("probability of default"));
        assertThat(row).containsText("v4");
        assertThat(row).containsText("@champion");
        assertThat(row).containsText("Production");
        assertThat(row).containsText("risk");
    }

    @Test
    void promptsAreInATableOfTheirOwn() {
        page.link("Prompts").click();
        assertThat(names()).hasText(new String[] {"summarise"});
        page.link("summarise").click();
        assertThat(rows().first()).containsText("You are an editor.");
        names().first().click();
        assertThat(page.tab().locator("main")).containsText("prompts:/summarise/2");
        assertThat(page.tab().locator("main")).containsText("Keep names and numbers.");
    }

    // ---- A model, its versions

    @Test
    void aModelShowsItsVersionsWithMetricsStagesAndRuns() {
        page.open("models/credit-risk");
        assertThat(page.tab().locator("mark-down strong").first()).hasText("probability of default");
        assertThat(rows()).hasCount(4);
        Locator third = rows().filter(new Locator.FilterOptions().setHasText("Version 3"));
        assertThat(third).containsText("Staging");
        assertThat(third).containsText("@challenger");
        assertThat(third).containsText("boosted-deep");
        assertThat(third).containsText("2026-07");
        assertThat(page.tab().getByRole(AriaRole.COLUMNHEADER).getByText("auc")).isVisible();
        assertThat(page.tab().locator(".events")).containsText("Version 3 from None to Staging");
    }

    @Test
    void versionsAreComparedAndWhatDiffersIsMarked() {
        page.open("models/credit-risk");
        assertThat(page.button("Select two to compare")).isDisabled();
        page.field("Select version 2").check();
        page.field("Select version 3").check();
        page.button("Compare 2 versions").click();
        assertThat(page.heading()).hasText("2 versions compared");
        assertThat(row("learning_rate")).hasClass("different");
        assertThat(row("learning_rate").locator("td")).hasText(new String[] {"0.05", "0.1"});
        assertThat(row("test_rows")).not().hasClass("different");
        assertThat(row("inputs")).containsText("income: double");
        assertThat(row("dataset").locator("td")).hasText(new String[] {"2026-06", "2026-07"});
        assertThat(page.tab().locator("metric-plot canvas")).hasCount(2);
        page.tab().getByText("Only what differs").click();
        assertThat(row("test_rows")).hasCount(0);
    }

    @Test
    void aVersionShowsWhereItComesFrom() {
        page.open("models/credit-risk/versions/3");
        assertThat(page.tab().locator(".lineage li"))
                .containsText(new String[] {"credit-risk", "boosted-deep", "model", "credit-risk v3", "@challenger"});
        page.tab().locator(".lineage").getByText("boosted-deep").click();
        assertThat(page.heading()).hasText("boosted-deep");
        page.tab().goBack();
        assertThat(page.heading()).hasText("Version 3");
    }

    @Test
    void aVersionShowsItsSignatureAndItsFiles() {
        page.open("models/credit-risk/versions/3");
        assertThat(page.tab().locator(".signature tbody").first()).containsText("income");
        assertThat(page.tab().locator(".preview")).containsText("python_function");
        page.tab().locator(".entry").getByText("requirements.txt").click();
        assertThat(page.tab().locator(".preview")).containsText("scikit-learn");
    }

    @Test
    void aFileIsDownloadedAsItIs() throws IOException {
        page.open("models/credit-risk/versions/3");
        page.tab().locator(".entry").getByText("requirements.txt").click();
        assertThat(page.tab().locator(".preview")).containsText("scikit-learn");
        Download download =
                page.tab().waitForDownload(() -> page.link("Download").click());
        assertThat(download.suggestedFilename()).isEqualTo("requirements.txt");
        assertThat(Files.readString(download.path())).contains("scikit-learn");
    }

    @Test
    void theCodeToLoadItIsCopied() {
        page.open("models/credit-risk/versions/2");
        page.button("@champion").click();
        page.button("Copy the code").click();
        assertThat(page.notice()).containsText("Copied");
        assertThat(String.valueOf(page.tab().evaluate("navigator.clipboard.readText()")))
                .contains("mlflow.pyfunc.load_model(\"models:/credit-risk@champion\")");
    }

    // ---- Experiments and runs

    @Test
    void runsAreShownWithTheColumnsThatWereChosen() {
        page.link("Experiments").click();
        page.link("credit-risk").click();
        assertThat(rows()).hasCount(4);
        assertThat(page.tab().locator("thead")).containsText("learning_rate");
        page.tab().locator("summary").getByText("Parameters").click();
        page.field("learning_rate").uncheck();
        page.field("model").check();
        assertThat(page.tab().locator("thead")).not().containsText("learning_rate");
        assertThat(rows().first()).containsText("GradientBoostingClassifier");
        page.reload();
        assertThat(page.tab().locator("thead")).not().containsText("learning_rate");
    }

    @Test
    void runsAreSortedAndFilteredByTheirMetrics() {
        page.open("experiments/1");
        page.button("loss").click();
        assertThat(page.tab().getByRole(AriaRole.COLUMNHEADER).filter(new Locator.FilterOptions().setHasText("loss")))
                .hasAttribute("aria-sort", "descending");
        assertThat(names().first()).hasText("boosted-slow");
        search("params.max_depth = '4'");
        page.tab().keyboard().press("Enter");
        assertThat(names()).hasText(new String[] {"boosted-deep"});
    }

    @Test
    void aRunShowsItsMetricsOverStepsAndItsArtifacts() {
        page.open("experiments/1");
        page.link("boosted-deep").click();
        assertThat(page.tab().locator("metric-plot canvas")).hasCount(2);
        assertThat(page.tab().locator("metric-plot").first()).containsText("40 steps");
        page.tab().locator(".entry").getByText("reports").click();
        page.tab().locator(".entry").getByText("sample.csv").click();
        assertThat(page.tab().locator(".preview")).containsText("income,debt");
        Download download =
                page.tab().waitForDownload(() -> page.link("Download").click());
        assertThat(download.suggestedFilename()).isEqualTo("sample.csv");
    }

    // ---- Addresses, keys, themes

    @Test
    void theLinkThatTheClientPrintsLeadsToTheRun() {
        page.open("experiments/1");
        String link = page.link("boosted-deep").getAttribute("href");
        assertThat(link).matches("#/experiments/1/runs/[0-9a-f]{32}");
        page.open(link.substring(2));
        assertThat(page.heading()).hasText("boosted-deep");
    }

    @Test
    void anAddressOfNothingIsAnsweredInWords() {
        page.open("models/no-such-model");
        assertThat(page.heading()).hasText("There is nothing here");
        assertThat(page.tab().locator("main")).containsText("Registered Model with name=no-such-model not found");
        page.open("nothing/of/this/kind");
        assertThat(page.tab().locator("main")).containsText("no such address");
    }

    @Test
    void everyViewAsksForItsDataOnce() {
        for (String view : List.of(
                "models",
                "models/credit-risk",
                "models/credit-risk/versions/3",
                "models/credit-risk/compare/1,2,3",
                "prompts",
                "experiments",
                "experiments/1")) {
            page.apiRequests();
            page.open(view);
            assertThat(page.apiRequests().stream().distinct()).as(view).hasSize(1);
        }
    }

    @Test
    void theKeyboardAloneIsEnough() {
        page.tab().keyboard().press("/");
        page.tab().keyboard().type("credit-risk");
        assertThat(rows()).hasCount(1);
        page.tab().keyboard().press("Tab"); // Name
        page.tab().keyboard().press("Tab"); // Changed
        page.tab().keyboard().press("Tab"); // the model
        page.tab().keyboard().press("Enter");
        assertThat(page.heading()).hasText("credit-risk");
        page.button("Rename").focus();
        page.tab().keyboard().press("Enter");
        assertThat(page.dialog()).isVisible();
        page.tab().keyboard().press("Escape");
        assertThat(page.dialog()).hasCount(0);
    }

    @Test
    void theThemeThatWasChosenIsKept() {
        assertThat(page.tab().locator("html")).not().hasAttribute("data-theme", "dark");
        page.tab().locator("#theme").click();
        page.tab().locator("#theme").click();
        assertThat(page.tab().locator("html")).hasAttribute("data-theme", "dark");
        page.reload();
        page.shown();
        assertThat(page.tab().locator("html")).hasAttribute("data-theme", "dark");
    }

    private void search(String text) {
        page.tab().locator("input[type=search]").fill(text);
    }

    private Locator rows() {
        return page.tab().locator("main .rows tbody tr");
    }

    private Locator names() {
        return page.tab().locator("main .rows tbody th a");
    }

    private Locator row(String key) {
        return rows().filter(new Locator.FilterOptions()
                .setHas(page.tab()
                        .locator("th")
                        .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^" + key)))));
    }

    static Route.FulfillOptions json(String body) {
        return new Route.FulfillOptions().setContentType("application/json").setBody(body);
    }
}
