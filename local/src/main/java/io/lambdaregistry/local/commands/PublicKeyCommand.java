package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.remote.UrlQuery;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code registry public-key}: the key by which the registry's own signatures are verified. */
@Command(
        name = "public-key",
        description = "Prints the public key of the registry's own signatures, in PEM, for model_signing verify key.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PublicKeyCommand implements Callable<Integer> {
    private static final int NONE = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private OwnApiOptions registry = new OwnApiOptions();

    @Override
    public Integer call() throws StartException {
        try (OwnApi api = registry.open()) {
            return keys(api.get("trusted-keys", UrlQuery.NONE))
                    .max(Comparator.comparingLong(key -> Long.parseLong(String.valueOf(key.get("timestamp")))))
                    .map(latest -> {
                        spec.commandLine().getOut().print(latest.get("pem"));
                        spec.commandLine().getOut().flush();
                        return CommandLine.ExitCode.OK;
                    })
                    .orElseGet(() -> {
                        spec.commandLine().getErr().println("The registry has signed no version yet.");
                        return NONE;
                    });
        }
    }

    /** The registry's own keys that are trusted: several, where it was given another. */
    private static Stream<Map<?, ?>> keys(Map<?, ?> answer) {
        List<?> keys = answer.get("trusted_keys") instanceof List<?> list ? list : List.of();
        return keys.stream()
                .<Map<?, ?>>map(key -> (Map<?, ?>) key)
                .filter(key -> Boolean.TRUE.equals(key.get("registry")) && Boolean.TRUE.equals(key.get("trusted")));
    }
}
