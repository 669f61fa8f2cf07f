package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The page in a browser tab of its own. The errors of its scripts, and all its requests, are recorded. */
final class WebPage implements AutoCloseable {
    private final URI server;
    private final BrowserContext context;
    private final Page tab;
    private final List<String> complaints = new ArrayList<>();
    private final List<String> requests = new ArrayList<>();

    WebPage(URI server, BrowserContext context) {
        this.server = server;
        this.context = context;
        this.tab = context.newPage();
        tab.onConsoleMessage(message -> {
            // what the server refuses, or the network loses, is written to the console too, and shown in words
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                complaints.add(message.text());
            }
        });
        tab.onPageError(complaints::add);
        tab.onRequest(request -> requests.add(request.method() + " " + request.url()));
    }

    Page tab() {
        return tab;
    }

    /** Opens a view by its address, as a link from elsewhere does. */
    WebPage open(String view) {
        tab.navigate("about:blank"); // otherwise what was shown before would count as shown
        tab.navigate(server + "/#/" + view);
        return shown();
    }

    /** Waits until a view is there. */
    WebPage shown() {
        tab.locator("main h1").first().waitFor();
        return this;
    }

    Locator button(String name) {
        return tab.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return tab.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return tab.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    Locator heading() {
        return tab.locator("main h1");
    }

    Locator dialog() {
        return tab.locator("dialog");
    }

    /** The message that the page shows, whatever it is of. */
    Locator notice() {
        return tab.locator(".notice").first();
    }

    /** Does what changes something, and waits for the registry's answer to it. */
    void change(Runnable action) {
        tab.waitForResponse(response -> !response.request().method().equals("GET"), action);
    }

    String address() {
        return tab.url().substring(tab.url().indexOf('#'));
    }

    /** The requests to the API since this was asked last. */
    List<String> apiRequests() {
        List<String> found =
                requests.stream().filter(request -> request.contains("/api/")).toList();
        requests.clear();
        return found;
    }

    List<String> requests() {
        return List.copyOf(requests);
    }

    Response reload() {
        return tab.reload();
    }

    void hasNoComplaints() {
        assertThat(complaints).as("what the browser says of " + tab.url()).isEmpty();
    }

    static String encoded(String segment) {
        return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }

    @Override
    public void close() {
        context.close();
    }
}
