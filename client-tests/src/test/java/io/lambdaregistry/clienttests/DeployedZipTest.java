package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The zip that {@code template.yaml} deploys, as the build produced it. */
final class DeployedZipTest {
    private static final Path ZIP = Repository.ROOT.resolve("functions/target/functions.zip");
    private static final long LIMIT_BYTES = 12_000_000;
    private static final Pattern HANDLER = Pattern.compile("Handler: (\\S+)::handleRequest");

    @TempDir
    private static Path folder;

    private static Path jar;

    @BeforeAll
    static void unpack() throws IOException {
        System.setProperty("aws.region", "us-east-1");
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            List<String> files = zip.stream().map(ZipEntry::getName).toList();
            assertEquals(List.of("lib/functions.jar", "NOTICE", "LICENSE", "THIRD-PARTY.txt"), files);
            jar = folder.resolve("functions.jar");
            Files.copy(zip.getInputStream(zip.getEntry(files.getFirst())), jar);
        }
    }

    @AfterAll
    static void forget() {
        System.clearProperty("aws.region");
    }

    @Test
    void isSmall() throws IOException {
        long size = Files.size(ZIP);
        assertTrue(size < LIMIT_BYTES, () -> "it has " + size + " bytes");
    }

    @Test
    void hasTheNativeCodeOfOneProcessor() throws IOException {
        try (ZipFile classes = new ZipFile(jar.toFile())) {
            List<String> libraries = classes.stream()
                    .map(ZipEntry::getName)
                    .filter(name -> name.endsWith(".so"))
                    .toList();
            assertEquals(1, libraries.size(), libraries::toString);
        }
    }

    @Test
    void carriesTheLicenceOfWhateverItContains() throws IOException {
        String licences;
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            licences = text(zip, "THIRD-PARTY.txt");
            assertTrue(text(zip, "LICENSE").contains("Apache License"));
            assertTrue(text(zip, "NOTICE").contains("AWS SDK for Java 2.0"));
        }
        List<String> places = Pattern.compile("^ {2}in: (.*)$", Pattern.MULTILINE)
                .matcher(licences)
                .results()
                .flatMap(found -> Stream.of(found.group(1).split(", ")))
                .toList();
        try (ZipFile classes = new ZipFile(jar.toFile())) {
            List<String> unknown = classes.stream()
                    .map(ZipEntry::getName)
                    .map(name -> name.replaceFirst("^META-INF/versions/\\d+/", "")
                            .replaceFirst("^io/lambdaregistry/ui/page/(?=lib/)", ""))
                    .filter(name -> !name.matches("(io/lambdaregistry|META-INF|OSGI-INF)/.*"))
                    .filter(name -> places.stream().noneMatch(place -> (name + "/").startsWith(place + "/")))
                    .toList();
            assertEquals(List.of(), unknown);
        }
        String image = Files.readString(Repository.ROOT.resolve("functions/Dockerfile"));
        assertTrue(image.contains(" LICENSE functions/src/licences/THIRD-PARTY.txt "));
    }

    private static String text(ZipFile zip, String name) throws IOException {
        return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void namesWhereLibrariesLog() throws IOException {
        try (ZipFile classes = new ZipFile(jar.toFile())) {
            assertTrue(classes.getEntry("META-INF/services/org.slf4j.spi.SLF4JServiceProvider") != null);
        }
    }

    /** With nothing beside it, as in Lambda: whatever a function needs was packed. */
    @Test
    void hasAllThatEachFunctionNeedsToAnswer() throws Exception {
        String template = Files.readString(Repository.ROOT.resolve("template.yaml"))
                + Files.readString(Repository.ROOT.resolve("template-grouped.yaml"));
        List<String> handlers = HANDLER.matcher(template)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertFalse(handlers.isEmpty());
        URL[] classPath = {jar.toUri().toURL()};
        try (URLClassLoader deployed = new URLClassLoader(classPath, ClassLoader.getPlatformClassLoader())) {
            var rehearse = deployed.loadClass("io.lambdaregistry.functions.snapstart.Rehearsal")
                    .getMethod("of", Class.class);
            for (String handler : handlers) {
                Map<?, ?> answers = (Map<?, ?>) rehearse.invoke(null, deployed.loadClass(handler));
                answers.values().stream()
                        .flatMap(ofRoute -> ((List<?>) ofRoute).stream())
                        .map(answer -> new String((byte[]) answer, StandardCharsets.UTF_8))
                        .forEach(answer ->
                                assertFalse(answer.contains("INTERNAL_ERROR"), () -> handler + " answers " + answer));
            }
        }
    }
}
