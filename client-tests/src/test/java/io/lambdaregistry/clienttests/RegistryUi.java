package io.lambdaregistry.clienttests;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ./registry ui --api}, which signs for those that cannot, in a process of its own. */
final class RegistryUi implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Serving \\S+ at (http://127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final URI uri;

    private RegistryUi(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** @param region the region to sign for, since the address does not name it */
    static RegistryUi start(URI api, String region, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        List.of(Repository.LAUNCHER, "ui", "--port", "0", "--api", api.toString(), "--region", region))
                .directory(Repository.ROOT.toFile())
                .redirectError(Repository.TARGET.resolve("registry-ui.log").toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        BufferedReader output = process.inputReader();
        Matcher ready = READY.matcher(String.valueOf(output.readLine()));
        if (!ready.matches()) {
            process.destroyForcibly();
            throw new IllegalStateException("./registry ui did not start");
        }
        return new RegistryUi(process, URI.create(ready.group(1)));
    }

    URI uri() {
        return uri;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.onExit().join();
    }
}
