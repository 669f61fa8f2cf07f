package io.lambdaregistry.local;

import io.lambdaregistry.functions.Services;
import io.lambdaregistry.local.data.DataFolder;
import io.lambdaregistry.local.data.StartException;
import java.io.IOException;
import java.util.Optional;

/** What a registry has, open in this process with nothing that serves it: for commands that work on all of it. */
public final class RegistryData implements AutoCloseable {
    /** What to do where there is no such table or bucket. What is in memory is always made. */
    public enum Missing {
        MAKE,
        REFUSE
    }

    private final OpenResources open;
    private final Services services;

    private RegistryData(OpenResources open, Services services) {
        this.open = open;
        this.services = services;
    }

    /**
     * @param missing what to do where there is no such table or bucket
     * @throws StartException with one line that says why it cannot: the folder in use, the table missing …
     */
    public static RegistryData open(Options options, Missing missing) throws StartException {
        OpenResources open = new OpenResources();
        try {
            Optional<DataFolder> folder = options.needsFolder()
                    ? Optional.of(open.add(DataFolder.open(options.data().orElseThrow())))
                    : Optional.empty();
            Stores stores = new Stores(options, folder, open, missing, Optional.empty());
            return new RegistryData(
                    open,
                    LocalRegistry.services(options, stores.dynamoDb(), stores.s3(), LocalRegistry.webhooks(options)));
        } catch (StartException | RuntimeException e) {
            open.close();
            throw e;
        } catch (IOException e) {
            open.close();
            throw StartException.of(e);
        }
    }

    public Services services() {
        return services;
    }

    @Override
    public void close() {
        open.close();
    }
}
