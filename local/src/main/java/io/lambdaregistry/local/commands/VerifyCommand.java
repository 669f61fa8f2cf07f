package io.lambdaregistry.local.commands;

import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.local.remote.ModelUri;
import io.lambdaregistry.local.remote.UrlQuery;
import io.lambdaregistry.local.remote.Verification;
import io.lambdaregistry.local.remote.Verification.Difference;
import io.lambdaregistry.seal.Manifest;
import io.lambdaregistry.seal.ManifestFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code registry verify}: compares the files of a version with its manifest. */
@Command(
        name = "verify",
        description = "Compares a version's files with their digests, and exits with 1 where one differs.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class VerifyCommand implements Callable<Integer> {
    private static final int DIFFERENT = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Mixin
    private OwnApiOptions registry = new OwnApiOptions();

    @Parameters(index = "0", paramLabel = "MODEL", description = "models:/NAME@ALIAS or models:/NAME/VERSION.")
    private String model = "";

    @Parameters(
            index = "1",
            paramLabel = "DIR",
            arity = "0..1",
            description =
                    "The folder to which MLflow downloaded the model (default: the files are read from the registry).")
    private @Nullable Path folder;

    /** The registry's answer about a version, with its manifest if it has one. */
    private record Registered(String version, String state, String reason, String digest, Manifest manifest) {}

    @Override
    public Integer call() throws StartException {
        ModelUri uri = ModelUri.parse(model)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "'" + model + "' is neither models:/NAME@ALIAS nor models:/NAME/VERSION."));
        Path downloaded = folder;
        if (downloaded != null && !Files.isDirectory(downloaded)) {
            throw new ParameterException(spec.commandLine(), "'" + downloaded + "' is no folder.");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (OwnApi api = registry.open()) {
            Registered registered = read(api, uri.query());
            String what = uri.name() + " version " + registered.version();
            if (registered.digest().isEmpty()) {
                out.println(what + " is " + registered.state()
                        + (registered.reason().isEmpty() ? "." : ": " + registered.reason()));
                return DIFFERENT;
            }
            Verification verification = new Verification(registered.manifest());
            List<Difference> differences = downloaded == null
                    ? verification.compare(path -> api.file(uri.name(), registered.version(), path))
                    : verification.compare(downloaded);
            differences.forEach(
                    difference -> out.println(difference.kind().name().toLowerCase(Locale.ROOT) + " "
                            + difference.path() + (difference.words().isEmpty() ? "" : ": " + difference.words())));
            out.printf(
                    "%s, sha256 %s, %d files: %s%n",
                    what,
                    registered.digest(),
                    registered.manifest().files().size(),
                    differences.isEmpty() ? "as registered" : differences.size() + " differ");
            return differences.isEmpty() ? CommandLine.ExitCode.OK : DIFFERENT;
        } catch (IOException e) {
            throw StartException.of(e);
        }
    }

    private static Registered read(OwnApi api, UrlQuery query) throws StartException {
        List<ManifestFile> files = new ArrayList<>();
        Map<?, ?> answer = api.get("model-versions/manifest", query);
        Optional<String> token = add(files, answer);
        while (token.isPresent()) {
            token = add(files, api.get("model-versions/manifest", query.with("page_token", token.get())));
        }
        return new Registered(
                text(answer, "version"),
                text(answer, "state"),
                text(answer, "reason"),
                text(answer, "digest"),
                new Manifest(files));
    }

    /** Adds a page of files, and returns the token of the next. */
    private static Optional<String> add(List<ManifestFile> files, Map<?, ?> answer) {
        if (answer.get("files") instanceof List<?> page) {
            page.forEach(file -> files.add(new ManifestFile(
                    text((Map<?, ?>) file, "path"),
                    Long.parseLong(text((Map<?, ?>) file, "size")),
                    text((Map<?, ?>) file, "sha256"))));
        }
        return Optional.of(text(answer, "next_page_token")).filter(token -> !token.isEmpty());
    }

    private static String text(Map<?, ?> object, String name) {
        Object value = object.get(name);
        return value == null ? "" : value.toString();
    }
}
