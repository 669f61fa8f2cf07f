package io.lambdaregistry.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ArtifactPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                // CVE-2023-30172: plain traversal
                "..",
                "../../",
                "../../etc/passwd",
                "0/../../x",
                "model/..",
                "./model",
                "model/./MLmodel",
                // CVE-2023-2780: backslashes
                "\\..\\..\\x",
                "model\\MLmodel",
                "model%5c..%5cx",
                // CVE-2023-6831, CVE-2024-1560: encoded once, twice and again
                "%2e%2e/x",
                "%2e%2e%2fx",
                ".%2e/x",
                "%252e%252e%252fx",
                "%25252e%25252e%25252fx",
                "a/%25252525252e./x",
                "%2fetc/passwd",
                "%252fetc/passwd",
                // CVE-2023-6909: a query that carries traversal
                "model?../../x",
                "model%3f../../x",
                "model?..",
                // CVE-2024-1483, CVE-2024-3848: a fragment that carries traversal
                "model#../../x",
                "model%23/../../x",
                "a#b",
                // CVE-2024-1593: path parameters that carry traversal
                "model;../../x",
                "model%3b/../x",
                "..;/x",
                "..;a=b/x",
                "%2e%2e%3bx",
                // CVE-2023-1177, CVE-2024-3573: absolute and local
                "/etc/passwd",
                "//etc/passwd",
                "C:/Windows",
                "c:x",
                "C%3a/Windows",
                "file:///etc/passwd",
                "FILE:etc",
                // NUL and other control characters
                "a\0b",
                "a%00b",
                "a%2500b",
                "a\nb",
                "a%0d%0aset-cookie: x",
                "a\u007fb",
                "a\u0085b",
                "a\ud800b",
                // segments that name nothing
                "a//b",
                "a%2f%2fb",
            })
    void refusesWhatLeavesTheRootHoweverItIsEncoded(String hostile) {
        assertThatThrownBy(() -> ArtifactPath.ofFile(hostile)).isInstanceOf(RegistryException.class);
        assertInvalidPath(hostile);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 9, 10, 11, 40})
    void refusesTraversalEncodedAnyNumberOfTimes(int times) {
        String encoded = "../x";
        for (int i = 0; i < times; i++) {
            encoded = encoded.replace("%", "%25").replace(".", "%2e").replace("/", "%2f");
        }
        assertInvalidPath(encoded);
    }

    private static void assertInvalidPath(String hostile) {
        assertThatThrownBy(() -> ArtifactPath.ofFolder(hostile))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
                .hasMessage("Invalid path");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MLmodel",
                "0/3adb5c7a29a84fd8b063923e1c458a93/artifacts/model/MLmodel",
                "model/a b+c(1).bin",
                "model/ü日本語😀.md",
                "what?.txt",
                "what%3f.txt",
                "a;b",
                "a%3bb;c",
                "..a;b..c?",
                "?;",
                "100%.txt",
                "100%25.txt",
                "a%20b",
                "50%zz",
                "%",
                "a%2",
                "images/dog%step%10%timestamp%1795642695674%h0c8a3e1-2ee9.png",
                "..a",
                "a..b/c..",
                "...",
                ".hidden/.gitignore",
                "ab:c",
                "step=1/loss~0.5,'quoted'\"double\"&$!@[]{}|^`*<>",
                " leading and trailing ",
            })
    void keepsWhatClientsMean(String legitimate) {
        assertThat(ArtifactPath.ofFile(legitimate).value()).isEqualTo(legitimate);
        assertThat(ArtifactPath.ofFolder(legitimate + "/").value()).isEqualTo(legitimate);
    }

    @Test
    void aFileNeedsAName() {
        for (String nameless : List.of("", "/", "model/")) {
            assertThatThrownBy(() -> ArtifactPath.ofFile(nameless))
                    .isInstanceOf(RegistryException.class)
                    .hasMessage("Artifact path must include a filename (cannot end with '/').");
        }
    }

    @Test
    void nothingAndADotAreTheRootFolderAndASlashAloneIsAbsolute() {
        assertThat(ArtifactPath.ofFolder("")).isEqualTo(ArtifactPath.ROOT);
        assertThat(ArtifactPath.ofFolder(".")).isEqualTo(ArtifactPath.ROOT);
        assertThat(ArtifactPath.ofFolder("./")).isEqualTo(ArtifactPath.ROOT);
        assertThatThrownBy(() -> ArtifactPath.ofFile(".")).hasMessage("Invalid path");
        assertInvalidPath("..");
        assertInvalidPath("/");
        assertInvalidPath("model//");
    }

    @Test
    void resolvesUnderAFolderAndUnderTheRoot() {
        ArtifactPath folder = ArtifactPath.ofFolder("0/run");
        assertThat(folder.resolve(ArtifactPath.ofFile("a/b")).value()).isEqualTo("0/run/a/b");
        assertThat(folder.resolve(ArtifactPath.ROOT)).isEqualTo(folder);
        assertThat(ArtifactPath.ROOT.resolve(folder)).isEqualTo(folder);
        assertThat(ArtifactPath.ofFile("a/b.txt").name()).isEqualTo("b.txt");
    }

    @ParameterizedTest
    @MethodSource("randomPaths")
    void aPathThatAClientEncodesOnceComesBackAsItWas(String path) {
        String sent = URLEncoder.encode(path, StandardCharsets.UTF_8).replace("+", "%20");
        assertThat(ArtifactPath.ofFile(PercentDecoding.once(sent)).value()).isEqualTo(path);
    }

    static Stream<String> randomPaths() {
        Random random = new Random(42);
        return IntStream.range(0, 500).mapToObj(i -> randomPath(random));
    }

    private static String randomPath(Random random) {
        int depth = 1 + random.nextInt(6);
        StringBuilder path = new StringBuilder("p");
        for (int i = 0; i < depth; i++) {
            path.append('/');
            random.ints(1 + random.nextInt(12), 0, ALPHABET.length()).forEach(c -> path.append(ALPHABET.charAt(c)));
            path.append('x');
        }
        return path.toString();
    }

    /** No hexadecimal digit, so that a percent sign never begins an escape. */
    private static final String ALPHABET = "gxyzGXYZ_-. +()%=,~'!@&$[]{};?üß日本語é";
}
