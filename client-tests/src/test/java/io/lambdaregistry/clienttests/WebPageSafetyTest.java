package io.lambdaregistry.clienttests;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import io.lambdaregistry.clienttests.WebPageSetup.Site;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rules of security, accessibility and layout for every view, on every kind of screen. */
@ExtendWith(WebPageSetup.class)
final class WebPageSafetyTest {
    private static final String HOSTILE = WebPage.encoded("<img src=x onerror=window.hacked=1>");
    private static final String AXE = axe();
    private static final Path SCREENSHOTS = Repository.TARGET.resolve("screenshots");

    private static final Map<String, String> VIEWS = Map.of(
            "models", "models",
            "model", "models/credit-risk",
            "version", "models/credit-risk/versions/3",
            "comparison", "models/credit-risk/compare/1,2,3,4",
            "experiments", "experiments",
            "experiment", "experiments/1",
            "prompts", "prompts",
            "prompt", "prompts/summarise/versions/2",
            "nothing-found", "models?q=nothing+of+this+name",
            "missing", "models/no-such-model");

    /** The screens that people have. */
    enum Screen {
        PHONE_LIGHT(390, 844, ColorScheme.LIGHT),
        PHONE_DARK(390, 844, ColorScheme.DARK),
        WIDE_LIGHT(1440, 900, ColorScheme.LIGHT),
        WIDE_DARK(1440, 900, ColorScheme.DARK);

        private final int width;
        private final int height;
        private final ColorScheme scheme;

        Screen(int width, int height, ColorScheme scheme) {
            this.width = width;
            this.height = height;
            this.scheme = scheme;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private final Site site;

    WebPageSafetyTest(Site site) {
        this.site = site;
    }

    @ParameterizedTest
    @EnumSource
    void everyViewIsUsableByAllFitsItsScreenAndStaysAtItsOrigin(Screen screen) {
        try (WebPage page = site.page(screen.width, screen.height, screen.scheme)) {
            page.open("experiments/1");
            String run = page.link("boosted-deep").getAttribute("href").substring(2);
            VIEWS.forEach((name, view) -> look(page, screen, name, view));
            look(page, screen, "run", run);
            assertThat(page.requests())
                    .allMatch(request ->
                            request.split(" ", -1)[1].startsWith(site.server().uri() + "/")
                                    || request.split(" ", -1)[1].startsWith(
                                            "blob:" + site.server().uri() + "/"));
            page.hasNoComplaints();
        }
    }

    private static void look(WebPage page, Screen screen, String name, String view) {
        page.open(view);
        page.tab().waitForLoadState(LoadState.NETWORKIDLE);
        page.tab()
                .screenshot(new Page.ScreenshotOptions()
                        .setPath(SCREENSHOTS.resolve(name + "-" + screen.label() + ".png"))
                        .setFullPage(true));
        Object overflow = page.tab().evaluate("document.documentElement.scrollWidth - innerWidth");
        assertThat(((Number) overflow).intValue())
                .as("pixels that %s is too wide", name)
                .isLessThanOrEqualTo(0);
        assertThat(seriousFaults(page)).as("what axe finds in %s", name).isEmpty();
    }

    /** What axe finds and calls serious or worse, each in a line. */
    private static List<?> seriousFaults(WebPage page) {
        page.tab().evaluate(AXE);
        return (List<?>) page.tab().evaluate("""
                async () => (await axe.run(document, {resultTypes: ['violations']})).violations
                  .filter(rule => ['serious', 'critical'].includes(rule.impact))
                  .map(rule => rule.id + ': ' + rule.nodes.map(node => node.html + ' ' + node.failureSummary).join('; '))""");
    }

    private static String axe() {
        try (InputStream script = WebPageSafetyTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void dialogsAndFormsAreUsableByAll() {
        try (WebPage page = site.page()) {
            page.open("models/credit-risk");
            page.button("Edit the description").click();
            page.button("Add a tag").click();
            page.button("Set an alias").click();
            page.tab().locator("summary").click();
            assertThat(seriousFaults(page)).isEmpty();
            page.button("Delete").click();
            assertThat(seriousFaults(page)).isEmpty();
        }
    }

    @Test
    void namesAndDescriptionsWithMarkupAreText() {
        try (WebPage page = site.page()) {
            for (String view : List.of("models", "models/" + HOSTILE, "models/" + HOSTILE + "/versions/1")) {
                page.open(view);
                assertThat(page.tab().locator("main")).containsText("<img src=x onerror=window.hacked=1>");
                if (!view.equals("models")) {
                    assertThat(page.tab().locator("mark-down")).containsText("<script>window.hacked = 1</script>");
                    assertThat(page.tab().locator("mark-down a[href^='javascript']"))
                            .hasCount(0);
                    assertThat(page.link("far")).hasAttribute("href", "http://example.com/far.png");
                }
                assertThat(page.tab().locator("main img, main script, main iframe"))
                        .hasCount(0);
            }
            assertThat(page.tab().evaluate("window.hacked === undefined")).isEqualTo(true);
            assertThat(page.requests()).noneMatch(request -> request.contains("far.png"));
            page.hasNoComplaints();
        }
    }

    @Test
    void textBecomesNeitherMarkupNorScript() {
        try (WebPage page = site.page()) {
            page.open("models");
            assertThat(refusal(page, "document.body.insertAdjacentHTML('beforeend', '<b>markup</b>')"))
                    .isEqualTo("TypeError");
            assertThat(refusal(page, "document.body.setAttribute('onclick', 'window.hacked = 1')"))
                    .isEqualTo("TypeError");
            assertThat(refusal(page, "document.createElement('script').src = '/elsewhere.js'"))
                    .isEqualTo("TypeError");
        }
    }

    /** Somebody copies it and runs it: what others wrote is a string in it, or is not in it. */
    @Test
    void codeToCopyIsNothingButWhatThePageWrote() {
        try (WebPage page = site.page()) {
            page.open("models");
            String[][] cases = {
                {"python", "a\"b\\c\n", "\"a\\\"b\\\\c\\u000a\""},
                {"python", "left \u202eright", "\"left \\u202eright\""},
                {"shell", "models:/a b'; rm -rf ~ #/1", "'models:/a b'\\''; rm -rf ~ #/1'"},
                {"shell", "paste\u009b201~\n'", "$'paste\\u009b201~\\u000a\\''"},
                {"isModule", "sklearn", "true"},
                {"isModule", "sklearn\nimport os", "false"},
                {"isModule", "Serve", "false"},
                {"isModule", "os; x", "false"},
            };
            for (String[] one : cases) {
                Object code = page.tab()
                        .evaluate(
                                "async ([name, text]) => String((await import(new URL('parts/format.js', document.querySelector('link[rel=modulepreload]').href)))[name](text))",
                                List.of(one[0], one[1]));
                assertThat(code).isEqualTo(one[2]);
            }
        }
    }

    /** The name of the error that a script of the page would get. */
    private static Object refusal(WebPage page, String script) {
        return page.tab()
                .evaluate("() => { try { " + script + "; return 'done'; } catch (refused) { return refused.name; } }");
    }
}
