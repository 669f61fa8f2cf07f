package io.lambdaregistry.clienttests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

/** What {@code template.yaml} deploys, as the build has made it. */
final class DeployedZipTest {
    private static final Path ZIP = Repository.ROOT.resolve("functions/target/functions.zip");
    private static final long LIMIT_BYTES = 12_000_000;

    @Test
    void isSmall() throws IOException {
        long size = Files.size(ZIP);
        assertTrue(size < LIMIT_BYTES, () -> "it has " + size + " bytes");
    }

    @Test
    void isOneJarWithTheNativeCodeOfOneProcessor() throws IOException {
        Set<String> entries = entriesOfJar();
        assertEquals(1, entries.stream().filter(name -> name.endsWith(".so")).count(), () -> entries.toString());
    }

    @Test
    void namesWhereLibrariesLog() throws IOException {
        assertTrue(entriesOfJar().contains("META-INF/services/org.slf4j.spi.SLF4JServiceProvider"));
    }

    private static Set<String> entriesOfJar() throws IOException {
        try (ZipFile zip = new ZipFile(ZIP.toFile())) {
            List<? extends ZipEntry> files =
                    zip.stream().filter(entry -> !entry.isDirectory()).toList();
            assertEquals(
                    List.of("lib/functions.jar"),
                    files.stream().map(ZipEntry::getName).toList());
            Set<String> entries = new TreeSet<>();
            byte[] jar = zip.getInputStream(files.getFirst()).readAllBytes();
            try (ZipInputStream contents = new ZipInputStream(new ByteArrayInputStream(jar))) {
                for (ZipEntry entry = contents.getNextEntry(); entry != null; entry = contents.getNextEntry()) {
                    entries.add(entry.getName());
                }
            }
            return entries;
        }
    }
}
