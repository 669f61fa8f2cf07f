package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.data.StartException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Option;

/** Which registry's own API a command speaks to: that of one that runs, or of one that is started on its folder meanwhile. */
final class OwnApiOptions extends RemoteOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".registry",
            description = "Without --api, the folder of one that is not running (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of(".registry");

    OwnApi open() throws StartException {
        return open(UnaryOperator.identity());
    }

    /** @param further options for one that is started */
    OwnApi open(UnaryOperator<Options> further) throws StartException {
        return OwnApi.open(named(), further.apply(Options.inFolder(data)));
    }
}
