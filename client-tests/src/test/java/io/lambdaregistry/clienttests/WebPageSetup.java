package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import io.lambdaregistry.processes.Command;
import io.lambdaregistry.processes.MlflowRelease;
import io.lambdaregistry.processes.PythonEnvironment;
import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Provides tests with the browser, and with a server whose data page_data.py created with the real client. Both are started for
 * the first test and stopped after the last.
 */
final class WebPageSetup implements ParameterResolver {
    private static final Duration LIMIT = Duration.ofMinutes(10);

    /** A browser, and the server that it looks at. */
    record Site(RegistryServer server, Chromium chromium) implements AutoCloseable {
        WebPage page() {
            return page(1280, 860, ColorScheme.LIGHT);
        }

        WebPage page(int width, int height, ColorScheme scheme) {
            return new WebPage(
                    server.uri(),
                    chromium.browser()
                            .newContext(new Browser.NewContextOptions()
                                    .setViewportSize(width, height)
                                    .setIsMobile(width < 600)
                                    .setLocale("en-GB")
                                    .setColorScheme(scheme)
                                    .setPermissions(List.of("clipboard-read", "clipboard-write"))));
        }

        ApiClient api() {
            return new ApiClient(server.uri());
        }

        @Override
        public void close() {
            chromium.close();
            server.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Site.class;
    }

    @Override
    public Site resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(WebPageSetup.class))
                .getOrComputeIfAbsent(Site.class, key -> start(), Site.class);
    }

    private static Site start() {
        Chromium chromium = Chromium.start();
        try {
            PythonEnvironment python = PythonClients.of(MlflowRelease.newest());
            Path folder = Files.createTempDirectory(Files.createDirectories(Repository.TARGET), "web-page");
            RegistryServer server = RegistryServer.start(folder.resolve("data"));
            Command.Finished made = new Command(
                            List.of(
                                    python.python(),
                                    Repository.CLIENT_TESTS
                                            .resolve("src/test/python/page_data.py")
                                            .toString(),
                                    server.uri().toString()),
                            folder,
                            Map.of("PYTHONDONTWRITEBYTECODE", "1", "PYTHONWARNINGS", "ignore"))
                    .run(folder.resolve("data.log"), LIMIT);
            assertEquals(0, made.exitCode(), made::output);
            return new Site(server, chromium);
        } catch (IOException e) {
            throw new ParameterResolutionException("the server cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ParameterResolutionException("interrupted", e);
        }
    }
}
