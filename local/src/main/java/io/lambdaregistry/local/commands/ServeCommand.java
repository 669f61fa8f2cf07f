package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.gateway.FunctionLog;
import io.lambdaregistry.local.gateway.Gateway;
import io.lambdaregistry.local.remote.Examination;
import io.lambdaregistry.local.remote.RemoteRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code registry serve}: runs the registry until the process is stopped. */
@Command(
        name = "serve",
        description = "Runs the registry on this machine until Ctrl-C.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ServeCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "The address to listen on (default: ${DEFAULT-VALUE}).")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            defaultValue = "8081",
            description = "The port to listen on; 0 for any (default: ${DEFAULT-VALUE}).")
    private int port;

    @Option(
            names = "--s3-port",
            paramLabel = "PORT",
            description = "The embedded S3's port on 127.0.0.1; 0 for any (default: the one after --port, 8082).")
    private @Nullable Integer s3Port;

    @Mixin
    private StoreOptions stores = new StoreOptions();

    @Option(names = "--in-memory", description = "Keep all data in memory: it is lost when the registry stops.")
    private boolean inMemory;

    @Option(
            names = "--allowed-hosts",
            split = ",",
            paramLabel = "NAME",
            description =
                    "Host names that requests may use, beside localhost and --host, and on a network beside IP addresses; * for any.")
    private Set<String> allowedHosts = new LinkedHashSet<>();

    @Option(
            names = "--insecure",
            description = "Serve a network openly: whoever can connect can read and change everything.")
    private boolean insecure;

    @Option(
            names = "--artifacts-presigned-only",
            description =
                    "Make clients transfer artifacts directly to and from S3, with the limits of a deployed registry.")
    private boolean presignedOnly;

    @Option(
            names = "--webhook-private-networks",
            description = "Allow webhooks with non-public addresses and http URLs, for receivers in your own network.")
    private boolean webhookPrivateNetworks;

    @Option(
            names = "--sign",
            description =
                    "Sign each version, once its files are digested, with a key that is made in the data folder at its first use.")
    private boolean sign;

    @Option(
            names = "--request-log",
            paramLabel = "FILE",
            description = "Append a line of JSON to FILE for each request: operation, outcome, time, calls, capacity.")
    private @Nullable Path requestLog;

    @Option(
            names = "--until-eof",
            description = "Stop when the standard input ends, as it does when the process that holds it ends.")
    private boolean untilEof;

    @Option(names = "--rehearse", hidden = true, description = "Run the steps of doctor, and stop: for the AOT cache.")
    private boolean rehearse;

    @Mixin
    private Retention retention = new Retention();

    @Mixin
    private MlflowUiOption mlflowUi = new MlflowUiOption();

    @Override
    public Integer call() throws StartException {
        if (untilEof) {
            UntilStopped.stopAtEndOf(System.in);
        }
        Options options = options();
        if (!insecure) {
            refuseNetwork(options.address());
        }
        serve(options);
        return CommandLine.ExitCode.OK;
    }

    /** Refuses an address that others can reach, because the registry cannot tell one of them from another. */
    private static void refuseNetwork(Gateway.Address address) throws StartException {
        if (address.isOnNetwork()) {
            throw new StartException(
                    "On %s everyone who can connect could read and change everything: this server has neither permissions nor TLS of its own."
                                    .formatted(address.host())
                            + " For a team, serve on 127.0.0.1 behind a proxy on this machine that has both, and name the proxy's host by"
                            + " --allowed-hosts, or deploy to AWS; docs/container.md shows how."
                            + " To serve a network openly all the same, add --insecure.");
        }
    }

    private Options options() {
        Options options = retention.of(stores.options(
                new Gateway.Address(host, port("--port", port), Set.copyOf(allowedHosts)),
                port("--s3-port", s3Port == null ? portAfter(port) : s3Port),
                inMemory,
                presignedOnly));
        Options signing = sign ? options.withSignedVersions() : options;
        return webhookPrivateNetworks ? signing.withWebhookPrivateNetworks() : signing;
    }

    private int port(String option, int number) {
        if (number < 0 || number > 65_535) {
            throw refused(option + " takes 0 to 65535, not " + number + ".");
        }
        return number;
    }

    /** The port after the registry's own, so that two registries on different ports do not use the same S3 port. */
    private static int portAfter(int port) {
        return port == 0 || port == 65_535 ? 0 : port + 1;
    }

    private ParameterException refused(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private FunctionLog functionLog() throws StartException {
        try {
            return requestLog == null ? FunctionLog.CONSOLE : FunctionLog.in(requestLog);
        } catch (IOException e) {
            throw new StartException(
                    "The requests cannot be logged to " + requestLog + ": " + StartException.reason(e) + ".", e);
        }
    }

    private void serve(Options options) throws StartException {
        LocalRegistry registry = LocalRegistry.start(options, mlflowUi.files(), functionLog());
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "Lambda Model Registry %s is serving %s (data: %s)%n",
                Version.current(), registry.uri(), options.whereDataIs());
        registry.s3Credentials()
                .ifPresent(file -> out.printf(
                        "Its S3 is at %s (bucket: %s, credentials: %s)%n",
                        registry.s3Endpoint(), registry.bucket(), file));
        out.flush();
        registry.copyBeforeUpgrade().ifPresent(copy -> DataFolderOption.printUpgrade(spec, copy));
        warnOfNetwork(options.address());
        if (rehearse) {
            rehearse(registry);
        } else {
            UntilStopped.waitAndClose(registry::close);
        }
    }

    /** In a container, users must bind to 0.0.0.0 and may not know that this opens the registry to the network. */
    private void warnOfNetwork(Gateway.Address address) {
        if (!address.isOnNetwork()) {
            return;
        }
        PrintWriter err = spec.commandLine().getErr();
        err.printf(
                "Anyone who can connect to %s:%d can read and change everything here: there is no authentication.%n",
                address.host(), address.port());
        err.println(
                address.allowedHosts().contains("*")
                        ? "It answers under every host name, so any web page that they visit can, too."
                        : "It answers under localhost, IP addresses"
                                + address.allowedHosts().stream()
                                        .sorted()
                                        .map(name -> ", " + name)
                                        .collect(Collectors.joining())
                                + "; name other hosts by --allowed-hosts.");
        err.flush();
    }

    private static void rehearse(LocalRegistry registry) throws StartException {
        try (registry;
                RemoteRegistry client = new RemoteRegistry(registry.uri(), Optional.empty())) {
            if (!new Examination(client).run(finding -> {})) {
                throw new StartException("The rehearsal failed.");
            }
        }
    }
}
