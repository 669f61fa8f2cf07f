package io.lambdaregistry.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class PageFilesTest {
    private static final int BUDGET_BYTES = 200_000;

    private final PageFiles page = new PageFiles();

    @Test
    void allOfItIsUnder200KilobytesCompressed() throws IOException {
        long size = answer("/", true, null).body().readAllBytes().length;
        for (String name : PageFiles.FILES) {
            size += answer(root() + name, true, null).body().readAllBytes().length;
        }
        assertThat(size).isLessThan(BUDGET_BYTES);
    }

    @Test
    void everyFileOfThePageIsServed() throws IOException, URISyntaxException {
        URL index = PageFiles.class.getResource("/io/lambdaregistry/ui/page/index.html");
        assertThat(index).isNotNull();
        Path folder = Path.of(index.toURI()).resolveSibling("");
        try (Stream<Path> files = Files.walk(folder)) {
            List<String> names = files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString())
                    .filter(name -> !name.equals("index.html"))
                    .toList();
            assertThat(PageFiles.FILES).containsExactlyInAnyOrderElementsOf(names);
        }
    }

    @Test
    void aFileIsKeptForGoodAndThePageIsAskedForAgain() throws IOException {
        assertThat(answer(root() + "app.js", false, null).headers())
                .containsEntry("cache-control", "public, max-age=31536000, immutable")
                .containsEntry("content-type", "text/javascript; charset=utf-8")
                .containsEntry("x-content-type-options", "nosniff");
        assertThat(answer("/", false, null).headers()).containsEntry("cache-control", "no-cache");
    }

    @Test
    void aFileThatTheBrowserHasIsNotSentAgain() throws IOException {
        String etag = answer("/", true, null).headers().get("etag");
        PageAnswer again = answer("/", true, etag);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.body().readAllBytes()).isEmpty();
        assertThat(answer("/", false, etag).status())
                .as("uncompressed it is another")
                .isEqualTo(200);
    }

    @Test
    void compressedItIsTheSame() throws IOException {
        PageAnswer compressed = answer(root() + "style.css", true, null);
        assertThat(compressed.headers()).containsEntry("content-encoding", "gzip");
        byte[] plain = answer(root() + "style.css", false, null).body().readAllBytes();
        assertThat(new GZIPInputStream(
                                new ByteArrayInputStream(compressed.body().readAllBytes()))
                        .readAllBytes())
                .isEqualTo(plain);
    }

    @Test
    void nothingElseIsServed() throws IOException {
        for (String path : List.of(
                "/ui/app.js",
                "/ui/0123456789abcdef/app.js",
                root() + "index.html",
                root() + "../index.html",
                root() + "%2e%2e/index.html",
                root() + "/app.js",
                root(),
                "")) {
            assertThat(answer(path, false, null).status()).as(path).isEqualTo(404);
        }
    }

    @Test
    void itRunsNoScriptsButItsOwn() throws IOException, GeneralSecurityException {
        String html = text("/");
        Matcher importMap = Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL)
                .matcher(html);
        assertThat(importMap.find()).isTrue();
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(importMap.group(1).getBytes(StandardCharsets.UTF_8));
        assertThat(answer("/", false, null).headers().get("content-security-policy"))
                .contains("default-src 'none'")
                .contains("script-src 'self' 'sha256-" + Base64.getEncoder().encodeToString(hash) + "';")
                .contains("frame-ancestors 'none'")
                .contains("require-trusted-types-for 'script'")
                .doesNotContain("unsafe");
        assertThat(html).doesNotContainPattern("<style|\\sstyle=|\\son\\w+=").doesNotContain("{{root}}");
        assertThat(html.split("<script", -1)).as("the import map and two files").hasSize(4);
    }

    @Test
    void itNamesNoOtherSite() throws IOException {
        for (String name : PageFiles.FILES.stream()
                .filter(name -> !name.startsWith("lib/") && !name.endsWith(".svg"))
                .toList()) {
            assertThat(text(root() + name)).as(name).doesNotContainPattern("https?://(?!www\\.w3\\.org/)\\w");
        }
        assertThat(text("/")).doesNotContain("//");
    }

    private String root() throws IOException {
        Matcher root = Pattern.compile("ui/[0-9a-f]{16}/").matcher(text("/"));
        assertThat(root.find()).isTrue();
        return "/" + root.group();
    }

    private String text(String path) throws IOException {
        return new String(answer(path, false, null).body().readAllBytes(), StandardCharsets.UTF_8);
    }

    private PageAnswer answer(String path, boolean compressed, @Nullable String ifNoneMatch) {
        return page.answer(path, compressed, ifNoneMatch);
    }
}
