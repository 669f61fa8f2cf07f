package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.data.StartException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Mixin;

/**
 * The options that select the registry whose own API a command calls: a running one, or one that is started on its folder
 * meanwhile.
 */
final class OwnApiOptions extends RemoteOptions {
    @Mixin
    private DataFolderOption data = new DataFolderOption();

    Path data() {
        return data.folder();
    }

    OwnApi open() throws StartException {
        return open(UnaryOperator.identity());
    }

    /** @param further adds the command's own options to those of the registry to start */
    OwnApi open(UnaryOperator<Options> further) throws StartException {
        return OwnApi.open(named(), further.apply(Options.inFolder(data())));
    }
}
