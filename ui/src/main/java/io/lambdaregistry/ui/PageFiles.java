package io.lambdaregistry.ui;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the page's files from memory: {@code /} is the page, and {@code /ui/<version>/…} are its scripts and styles. The version
 * is a hash of all files, so browsers can cache them for ever and a new page never loads old files. Thread-safe.
 */
public final class PageFiles {
    private static final String INDEX = "index.html";
    private static final String FOLDER = "/io/lambdaregistry/ui/page/";

    /** All files that are served, by path. A request's path is looked up here, and never used as a path of a file system. */
    static final List<String> FILES = List.of(
            "app.js",
            "icon.svg",
            "style.css",
            "theme.js",
            "lib/dompurify/purify.min.js",
            "lib/js-yaml/js-yaml.min.js",
            "lib/lit-element/lit-element.js",
            "lib/lit-html/directive-helpers.js",
            "lib/lit-html/directive.js",
            "lib/lit-html/directives/live.js",
            "lib/lit-html/directives/repeat.js",
            "lib/lit-html/is-server.js",
            "lib/lit-html/lit-html.js",
            "lib/marked/marked.esm.js",
            "lib/reactive-element/css-tag.js",
            "lib/reactive-element/reactive-element.js",
            "lib/uplot/uPlot.esm.js",
            "lib/uplot/uPlot.min.css",
            "parts/api.js",
            "parts/dialog.js",
            "parts/editors.js",
            "parts/files.js",
            "parts/format.js",
            "parts/markdown.js",
            "parts/mlmodel.js",
            "parts/parts.js",
            "parts/plot.js",
            "parts/view.js",
            "views/compare.js",
            "views/experiment.js",
            "views/experiments.js",
            "views/model.js",
            "views/models.js",
            "views/run.js",
            "views/version.js");

    private static final String ROOT_MARK = "{{root}}";
    private static final Pattern IMPORT_MAP =
            Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

    private final PageFile index;
    private final String policy;
    private final Map<String, PageFile> byPath = new LinkedHashMap<>();

    /** Reads and compresses the files, some 500 kB. */
    public PageFiles() {
        List<PageFile> files =
                FILES.stream().map(name -> new PageFile(name, read(name))).toList();
        String template = new String(read(INDEX), StandardCharsets.UTF_8);
        String root = "ui/" + version(template, files);
        String html = template.replace(ROOT_MARK, root);
        this.index = new PageFile(INDEX, html.getBytes(StandardCharsets.UTF_8));
        this.policy = policy(html);
        files.forEach(file -> byPath.put("/" + root + "/" + file.name(), file));
    }

    /**
     * Returns the response to a GET or HEAD.
     *
     * @param path the decoded path, without the query
     * @param compressed whether the client accepts gzip
     * @param ifNoneMatch the header {@code If-None-Match}, if present
     */
    public PageAnswer answer(String path, boolean compressed, @Nullable String ifNoneMatch) {
        PageFile file = path.equals("/") ? index : byPath.get(path);
        if (file == null) {
            return new PageAnswer(
                    404,
                    Map.of("content-type", "text/plain; charset=utf-8", "cache-control", "no-store"),
                    body("This file is of another version of the page: load the page again.\n"
                            .getBytes(StandardCharsets.UTF_8)));
        }
        byte[] content = compressed ? file.gzip() : file.plain();
        Map<String, String> headers = new LinkedHashMap<>();
        String etag = '"' + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(content)) + '"';
        headers.put("etag", etag);
        headers.put("vary", "accept-encoding");
        headers.put("cache-control", file == index ? "no-cache" : "public, max-age=31536000, immutable");
        if (file == index) {
            headers.put("content-security-policy", policy);
            headers.put("cross-origin-opener-policy", "same-origin");
            headers.put("referrer-policy", "no-referrer");
        }
        headers.put("x-content-type-options", "nosniff");
        if (ifNoneMatch != null && ifNoneMatch.contains(etag)) {
            return new PageAnswer(304, headers, InputStream.nullInputStream());
        }
        headers.put("content-type", file.contentType());
        if (compressed) {
            headers.put("content-encoding", "gzip");
        }
        return new PageAnswer(200, headers, body(content));
    }

    /** Allows scripts and styles of this origin only. Only Lit and DOMPurify may turn text into markup. */
    private static String policy(String html) {
        Matcher importMap = IMPORT_MAP.matcher(html);
        if (!importMap.find()) {
            throw new IllegalStateException("The page has no import map.");
        }
        byte[] hash = sha256(importMap.group(1).getBytes(StandardCharsets.UTF_8));
        return "default-src 'none'; script-src 'self' 'sha256-"
                + Base64.getEncoder().encodeToString(hash) + "'; "
                + "style-src 'self'; img-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
                + "frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types lit-html dompurify";
    }

    private static String version(String template, List<PageFile> files) {
        MessageDigest digest = digest();
        digest.update(template.getBytes(StandardCharsets.UTF_8));
        files.forEach(file -> {
            digest.update(file.name().getBytes(StandardCharsets.UTF_8));
            digest.update(file.plain());
        });
        return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), 8));
    }

    private static byte[] sha256(byte[] bytes) {
        return digest().digest(bytes);
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static InputStream body(byte[] bytes) {
        return new ByteArrayInputStream(bytes);
    }

    private static byte[] read(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream(FOLDER + name)) {
            if (file == null) {
                throw new IllegalStateException("This build lacks the page's " + name + ".");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
