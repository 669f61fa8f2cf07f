package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.data.StartException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/**
 * The options that select the registry whose own API a command calls: a running one, or one that is started on its folder
 * meanwhile.
 */
final class OwnApiOptions extends RemoteOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".registry",
            description =
                    "Without --api, the data folder of a registry that is not running (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".registry");

    Path data() {
        return data;
    }

    OwnApi open() throws StartException {
        return open(UnaryOperator.identity());
    }

    /** @param further adds the command's own options to those of the registry to start */
    OwnApi open(UnaryOperator<Options> further) throws StartException {
        return OwnApi.open(named(), further.apply(Options.inFolder(data)));
    }
}
