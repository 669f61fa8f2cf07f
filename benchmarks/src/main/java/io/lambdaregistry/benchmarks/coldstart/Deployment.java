package io.lambdaregistry.benchmarks.coldstart;

import io.lambdaregistry.processes.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The artifact that {@code template.yaml} deploys, unpacked as Lambda unpacks it, and Lambda's runtime.
 *
 * @param taskRoot the folder with {@code lib/functions.jar}
 * @param floorRoot the folder of the handler with which the others are compared
 * @param runtime the class path of Lambda's Runtime Interface Client
 */
record Deployment(Path taskRoot, Path floorRoot, String runtime) {
    private static final Pattern HANDLER = Pattern.compile("Handler: (\\S+)::handleRequest");
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    /** The options of the managed runtime and of template.yaml, with a heap like that of a Lambda function of 1,769 MB. */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx1503m",
            "-Djava.net.preferIPv4Stack=true",
            "--enable-native-access=ALL-UNNAMED");

    /** The property by which the managed runtime gives CRaC its hooks. Without it, no function is primed. */
    private static final String HOOKS = "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac";

    static Deployment unpack(Path folder) throws IOException {
        Path taskRoot = folder.resolve("task");
        Path lib = Files.createDirectories(taskRoot.resolve("lib"));
        try (ZipFile zip = new ZipFile(
                Checkout.ROOT.resolve("functions/target/functions.zip").toFile())) {
            Files.copy(zip.getInputStream(zip.getEntry("lib/functions.jar")), lib.resolve("functions.jar"));
        }
        Path floorRoot = folder.resolve("floor");
        String name = ConstantBytes.class.getName().replace('.', '/') + ".class";
        Path type = floorRoot.resolve(name);
        Files.createDirectories(type.getParent());
        try (InputStream bytes =
                Objects.requireNonNull(ConstantBytes.class.getClassLoader().getResourceAsStream(name))) {
            Files.copy(bytes, type);
        }
        try (Stream<Path> jars = Files.list(Checkout.ROOT.resolve("benchmarks/target/runtime"))) {
            return new Deployment(
                    taskRoot, floorRoot, jars.sorted().map(Path::toString).collect(Collectors.joining(":")));
        }
    }

    Path jar() {
        return taskRoot.resolve("lib/functions.jar");
    }

    /** The handler classes of all functions in the template. */
    static List<String> handlers() throws IOException {
        return HANDLER.matcher(Files.readString(Checkout.ROOT.resolve("template.yaml")))
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }

    /** The command that starts a handler as the managed runtime does. */
    List<String> command(Class<?> handler, boolean primed, List<String> more) {
        List<String> options = new ArrayList<>(more);
        if (primed) {
            options.add(HOOKS);
        }
        options.addAll(List.of("-cp", runtime, MAIN, handler.getName() + "::handleRequest"));
        return java(options);
    }

    /** The command that starts a handler as the image with the AOT cache does: the system class loader loads all classes. */
    List<String> commandWithCache(Class<?> handler, Path cache, List<String> more) {
        List<String> options = new ArrayList<>(more);
        options.addAll(List.of(
                "-XX:AOTCache=" + cache, "-cp", jar() + ":" + runtime, MAIN, handler.getName() + "::handleRequest"));
        return java(options);
    }

    /** The command that creates the AOT cache of all functions. */
    List<String> training(Path cache) throws IOException {
        List<String> options = new ArrayList<>(List.of(
                "-XX:AOTCacheOutput=" + cache,
                "-cp",
                jar() + ":" + runtime,
                "io.lambdaregistry.functions.snapstart.Training"));
        options.addAll(handlers());
        return java(options);
    }

    private static List<String> java(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(options);
        return command;
    }
}
