package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine's Chromium: REGISTRY_CHROMIUM, or one on the PATH. Without one a test is skipped, and in CI it fails. */
final class Chromium implements AutoCloseable {
    private static final String MISSING = "no Chromium was found: install one, or name it in REGISTRY_CHROMIUM";
    private static final List<String> NAMES =
            List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

    /** It talks to nobody but the server under test; root, as CI often is, has no sandbox. */
    private static final List<String> ARGUMENTS = List.of(
            "--no-sandbox",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
            "--disable-quic",
            "--force-color-profile=srgb");

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    static Chromium start() {
        Path executable = find().orElseGet(Chromium::skipOrFail);
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setArgs(ARGUMENTS));
        return new Chromium(playwright, browser);
    }

    Browser browser() {
        return browser;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }

    private static Optional<Path> find() {
        Stream<Path> named =
                Stream.ofNullable(System.getenv("REGISTRY_CHROMIUM")).map(Path::of);
        Stream<Path> onPath = Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)));
        return Stream.concat(named, onPath).filter(Files::isExecutable).findFirst();
    }

    private static Path skipOrFail() {
        System.err.println("The web page's tests do not run: " + MISSING);
        return "true".equals(System.getenv("CI")) ? fail(MISSING) : abort(MISSING);
    }
}
