package io.lambdaregistry.artifact;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Finds the content type of an artifact by its name. Source: {@code mime_type_utils} of MLflow's server. */
public final class MediaType {
    private static final String BINARY = "application/octet-stream";

    /** Extensions that MLflow shows as text, whatever their registered type is. */
    private static final Set<String> TEXT = Set.of(
            ("txt log err cfg conf cnf cf ini properties prop hocon toml yaml yml xml json js py py3 csv tsv md rst ipynb "
                            + "mlmodel mlproject")
                    .split(" "));

    private static final Map<String, String> OTHERS = Map.ofEntries(
            Map.entry("avif", "image/avif"),
            Map.entry("bmp", "image/bmp"),
            Map.entry("css", "text/css"),
            Map.entry("flac", "audio/flac"),
            Map.entry("geojson", "application/geo+json"),
            Map.entry("gif", "image/gif"),
            Map.entry("htm", "text/html"),
            Map.entry("html", "text/html"),
            Map.entry("ico", "image/vnd.microsoft.icon"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("png", "image/png"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("tar", "application/x-tar"),
            Map.entry("tgz", "application/x-tar"),
            Map.entry("tif", "image/tiff"),
            Map.entry("tiff", "image/tiff"),
            Map.entry("wav", "audio/x-wav"),
            Map.entry("webm", "video/webm"),
            Map.entry("webp", "image/webp"),
            Map.entry("zip", "application/zip"));

    private MediaType() {}

    /** @param fileName the name without folders; without an extension, such as {@code MLmodel}, the whole name is looked up */
    public static String of(String fileName) {
        int dot = fileName.lastIndexOf('.');
        String extension = fileName.substring(dot + 1).toLowerCase(Locale.ROOT);
        if (dot == 0) {
            return BINARY;
        }
        return TEXT.contains(extension) ? "text/plain" : OTHERS.getOrDefault(extension, BINARY);
    }
}
