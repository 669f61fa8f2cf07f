package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.HttpFront;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.gateway.RemoteProxy;
import io.lambdaregistry.local.mlflowpage.Api;
import io.lambdaregistry.local.remote.RemoteRegistry;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code registry ui}: serves a deployed registry's page and API on this machine, and signs each request as the user. */
@Command(
        name = "ui",
        description =
                "Serves a deployed registry's page and API here, and signs each request with your AWS credentials.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class UiCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private RemoteOptions remote = new RemoteOptions();

    @Option(
            names = "--port",
            defaultValue = "8083",
            description = "The port to listen on, on the loopback; 0 for any (default: ${DEFAULT-VALUE}).")
    private int port;

    @Mixin
    private MlflowUiOption mlflowUi = new MlflowUiOption();

    @Override
    public Integer call() throws StartException {
        Gateway.Address address = new Gateway.Address("127.0.0.1", port, Set.of());
        Optional<Path> page = mlflowUi.files();
        RemoteRegistry registry = remote.registry();
        Gateway gateway = HttpFront.start(address, page, api(registry), new RemoteProxy(registry));
        PrintWriter out = spec.commandLine().getOut();
        out.printf("Serving %s at %s%n", registry.api(), gateway.uri());
        out.flush();
        UntilStopped.waitAndClose(() -> {
            gateway.close();
            registry.close();
        });
        return CommandLine.ExitCode.OK;
    }

    private static Api api(RemoteRegistry registry) {
        return (method, target, body) -> {
            RemoteRegistry.Whole answer = registry.sendJson(method, target, body);
            return Api.read(answer.status(), answer.text());
        };
    }
}
