package io.lambdaregistry.local.backup;

import io.lambdaregistry.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The last entry of a backup: what belongs to it. Entries that it does not name are files that were deleted while the backup was
 * taken.
 *
 * <pre>{"format": 1, "files": [{"entry": "3", "path": "s3/model-registry/…", "size": 12, "sha256": "…"}]}</pre>
 */
record BackupManifest(List<Entry> files) {
    static final String NAME = "manifest.json";

    /** The format of backups. A build restores formats up to its own and rejects later ones. */
    static final int FORMAT = 1;

    /**
     * @param entry its name in the backup
     * @param path its place below the data folder, with {@code /} between the names
     * @param size in bytes
     * @param sha256 of its content, in hexadecimal digits
     */
    record Entry(String entry, String path, long size, String sha256) {}

    String text() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Entry file : files) {
            rows.add(Map.of("entry", file.entry(), "path", file.path(), "size", file.size(), "sha256", file.sha256()));
        }
        return Json.text(Map.of("format", FORMAT, "files", rows));
    }

    /** @throws IllegalArgumentException for a text that is no manifest of a format that this build reads */
    static BackupManifest of(byte[] text) {
        if (!(Json.parse(text) instanceof Map<?, ?> fields) || !(fields.get("format") instanceof Number format)) {
            throw new IllegalArgumentException("its manifest is not readable");
        }
        if (format.longValue() > FORMAT) {
            throw new IllegalArgumentException("a newer build wrote it (format %d; this one reads up to %d)"
                    .formatted(format.longValue(), FORMAT));
        }
        List<Entry> files = new ArrayList<>();
        if (fields.get("files") instanceof List<?> rows) {
            for (Object row : rows) {
                files.add(entry(row));
            }
        }
        return new BackupManifest(List.copyOf(files));
    }

    private static Entry entry(Object row) {
        if (row instanceof Map<?, ?> file
                && file.get("entry") instanceof String entry
                && file.get("path") instanceof String path
                && file.get("size") instanceof Number size
                && file.get("sha256") instanceof String sha256) {
            return new Entry(entry, path, size.longValue(), sha256);
        }
        throw new IllegalArgumentException("its manifest is not readable");
    }
}
