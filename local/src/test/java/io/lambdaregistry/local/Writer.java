package io.lambdaregistry.local;

import io.lambdaregistry.local.data.StartException;
import java.nio.file.Path;

/** Writes to a registry in a folder until it is killed, and prints what has been acknowledged. */
final class Writer {
    private Writer() {}

    public static void main(String[] args) throws StartException {
        try (LocalRegistry registry = LocalRegistry.start(Options.inFolder(Path.of(args[0])))) {
            for (int i = 0; ; i++) {
                LocalRegistryTest.write(registry, "n" + i);
                System.out.println("n" + i);
            }
        }
    }
}
