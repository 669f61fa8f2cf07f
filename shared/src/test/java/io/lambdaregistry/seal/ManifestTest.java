package io.lambdaregistry.seal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ManifestTest {
    private static ManifestFile file(String path, String content) {
        try {
            byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
            return new ManifestFile(
                    path,
                    bytes.length,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Manifest of(ManifestFile... files) {
        return new Manifest(Arrays.asList(files));
    }

    /** The digest is that of the subject in a signature that model_signing 1.1.1 made of a folder with these files. */
    @Test
    void theDigestIsThatOfModelSigningForTheSameFolder() {
        Manifest manifest = of(
                file("a.txt", "a\n"),
                file("d/.git/x", "x\n"),
                file("d/b", "b\n"),
                file("d-c", "c\n"),
                file("d!z", "z\n"),
                file("é/u", "u\n"),
                file("Z", "q"),
                file("\uD83D\uDE00", "s"),
                file("\uFFE0", "t"),
                file(".git/HEAD", "k"),
                file(".gitattributes", "k"),
                file(".gitignore", "g\n"),
                file(".github/y", "y\n"),
                file("model.sig", "{}"));
        assertThat(manifest.digest()).isEqualTo("766bc51c829f034e59fd1d618fd94d084cd1e124d7e658c7d66aec86e34f083e");
    }

    @Test
    void filesAreSortedByTheSegmentsOfTheirPaths() {
        List<String> sorted = List.of("Z", "a", "d/b", "d!z", "d-c", "\uFFE0", "\uD83D\uDE00");
        Manifest manifest = new Manifest(
                sorted.reversed().stream().map(path -> file(path, path)).toList());
        assertThat(manifest.files()).extracting(ManifestFile::path).isEqualTo(sorted);
    }

    @Test
    void theCanonicalFormIsAsciiAndTheIdIsItsDigest() throws Exception {
        Manifest manifest = of(file("é \"1\"", "x"), file("a", ""));
        assertThat(manifest.json())
                .isEqualTo(
                        "[{\"path\":\"a\",\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\","
                                + "\"size\":0},{\"path\":\"\\u00e9 \\\"1\\\"\","
                                + "\"sha256\":\"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881\",\"size\":1}]");
        assertThat(manifest.id())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256")
                                .digest(manifest.json().getBytes(StandardCharsets.US_ASCII))));
        assertThat(manifest.size()).isEqualTo(1);
    }

    @Test
    void theIdChangesWithEveryPathSizeAndFile() {
        Manifest manifest = of(file("a", "1"), file("b", "2"));
        Manifest swapped = of(file("b", "1"), file("c", "2"));
        assertThat(swapped.digest()).isEqualTo(manifest.digest());
        assertThat(swapped.id()).isNotEqualTo(manifest.id());
        assertThat(of(file("a", "1"), file("b", "2"), file(".gitignore", "")).id())
                .isNotEqualTo(manifest.id());
    }
}
