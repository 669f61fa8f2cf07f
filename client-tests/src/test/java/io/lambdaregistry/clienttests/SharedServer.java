package io.lambdaregistry.clienttests;

import io.lambdaregistry.processes.RegistryServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Provides tests with one shared server, which is started for the first of them and stopped after the last. */
final class SharedServer implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == RegistryServer.class;
    }

    @Override
    public RegistryServer resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedServer.class))
                .getOrComputeIfAbsent(RegistryServer.class, key -> start(), RegistryServer.class);
    }

    private static RegistryServer start() {
        try {
            Path folder = Files.createTempDirectory(Files.createDirectories(Repository.TARGET), "shared-server");
            return RegistryServer.start(folder.resolve("data"));
        } catch (IOException e) {
            throw new ParameterResolutionException("the server cannot be started", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ParameterResolutionException("interrupted", e);
        }
    }
}
