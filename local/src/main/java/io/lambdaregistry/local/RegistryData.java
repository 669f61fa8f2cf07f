package io.lambdaregistry.local;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.local.data.DataFolder;
import io.lambdaregistry.local.data.StartException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A registry's stores, opened in this process without a server, for commands that work on all of its data. */
public final class RegistryData implements AutoCloseable {
    /** Whether a missing table or bucket is created or is an error. Those in memory are always created. */
    public enum Missing {
        MAKE,
        REFUSE
    }

    private final OpenResources open;
    private final Optional<Path> copyBeforeUpgrade;
    private final Services services;

    private RegistryData(OpenResources open, Optional<Path> copyBeforeUpgrade, Services services) {
        this.open = open;
        this.copyBeforeUpgrade = copyBeforeUpgrade;
        this.services = services;
    }

    /**
     * @param missing whether a missing table or bucket is created or is an error
     * @throws StartException with a one-line reason: the folder is in use, the table is missing …
     */
    public static RegistryData open(Options options, Missing missing) throws StartException {
        OpenResources open = new OpenResources();
        try {
            Optional<DataFolder> folder = Stores.folder(options, open);
            Stores stores = new Stores(options, folder, open, missing, Optional.empty());
            return new RegistryData(
                    open,
                    folder.flatMap(DataFolder::copyBeforeUpgrade),
                    LocalRegistry.services(options, stores.dynamoDb(), stores.s3(), LocalRegistry.webhooks(options)));
        } catch (StartException | RuntimeException e) {
            open.close();
            throw e;
        } catch (IOException e) {
            open.close();
            throw StartException.of(e);
        }
    }

    /** The copy of the data folder as it was, where it had an earlier format and this call upgraded it. */
    public Optional<Path> copyBeforeUpgrade() {
        return copyBeforeUpgrade;
    }

    public Services services() {
        return services;
    }

    @Override
    public void close() {
        open.close();
    }
}
