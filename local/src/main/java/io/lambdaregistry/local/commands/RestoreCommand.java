package io.lambdaregistry.local.commands;

import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.backup.Backup;
import io.lambdaregistry.local.backup.Restoration;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.remote.UrlQuery;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code registry restore}: restores entities that were deleted and are not collected yet, or a folder from a backup. */
@Command(
        name = "restore",
        description =
                "Lists and restores what was deleted; runs and experiments are restored by MLflow's own client. With --from, makes"
                        + " the data folder of a backup.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class RestoreCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private OwnApiOptions registry = new OwnApiOptions();

    @Option(
            names = "--from",
            paramLabel = "FILE",
            description =
                    "A file that 'backup' wrote: makes the folder of --data, which must be empty or missing, of it.")
    private @Nullable Path backup;

    @Override
    public Integer call() throws StartException {
        if (backup != null) {
            Backup.Summary restored = Restoration.restore(backup, registry.data());
            spec.commandLine()
                    .getOut()
                    .printf(
                            "Restored %s from %s (%,d files, %,d bytes)%n",
                            registry.data().toAbsolutePath().normalize(), backup, restored.files(), restored.bytes());
            return CommandLine.ExitCode.OK;
        }
        throw new ParameterException(
                spec.commandLine(), "Missing command: list, model, version or logged-model; or --from.");
    }

    @Command(description = "Prints what can be restored, one JSON object a line, the first deleted first.")
    int list() throws StartException {
        PrintWriter out = spec.commandLine().getOut();
        try (OwnApi api = registry.open()) {
            api.list(
                    "deleted",
                    UrlQuery.NONE,
                    "deleted",
                    thing -> out.println(Json.text(thing)),
                    () -> !out.checkError());
        }
        return CommandLine.ExitCode.OK;
    }

    @Command(description = "Restores a registered model, with its versions, aliases and tags.")
    int model(
            @Parameters(paramLabel = "NAME") String name,
            @Option(
                            names = "--as",
                            paramLabel = "NAME",
                            description = "A new name, for a model whose old name is taken.")
                    @Nullable String as,
            @Option(
                            names = "--id",
                            paramLabel = "ID",
                            description =
                                    "The id of one of several deleted models of that name, as 'list' prints it (default: the"
                                            + " one deleted last).")
                    @Nullable String id)
            throws StartException {
        Map<String, String> parameters = parameters("registered_model");
        parameters.put("name", name);
        put(parameters, "new_name", as);
        put(parameters, "id", id);
        return restore(parameters);
    }

    @Command(description = "Restores a version, with its tags, and with the aliases that no other version has now.")
    int version(@Parameters(paramLabel = "NAME") String name, @Parameters(paramLabel = "VERSION") String version)
            throws StartException {
        Map<String, String> parameters = parameters("model_version");
        parameters.put("name", name);
        parameters.put("version", version);
        return restore(parameters);
    }

    @Command(name = "logged-model", description = "Restores a logged model.")
    int loggedModel(@Parameters(paramLabel = "ID") String id) throws StartException {
        Map<String, String> parameters = parameters("logged_model");
        parameters.put("id", id);
        return restore(parameters);
    }

    private static Map<String, String> parameters(String entity) {
        return new LinkedHashMap<>(Map.of("entity", entity));
    }

    private static void put(Map<String, String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }

    private int restore(Map<String, String> parameters) throws StartException {
        try (OwnApi api = registry.open()) {
            spec.commandLine().getOut().println(Json.text(api.post("restore", parameters)));
        }
        return CommandLine.ExitCode.OK;
    }
}
