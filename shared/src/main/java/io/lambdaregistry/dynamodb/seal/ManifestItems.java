package io.lambdaregistry.dynamodb.seal;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.seal.Manifest;
import io.lambdaregistry.seal.ManifestFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The items of manifests: {@code MANIFEST#<id>} / number of the part. A part has some of the files as JSON, so that no manifest is
 * too large for items. The id is made of the content: a manifest is never changed, and stays as long as the events that name it.
 */
final class ManifestItems {
    /** In characters of ASCII; an item may have 400 KB. */
    private static final int MOST_IN_PART = 200_000;

    private static final String FILES = "files";

    private ManifestItems() {}

    private static String partition(String id) {
        return "MANIFEST#" + id;
    }

    /** All parts of a manifest in their order. */
    static Query parts(String id) {
        return Query.table(partition(id));
    }

    static List<Item> of(Manifest manifest) {
        String id = manifest.id();
        List<Item> parts = new ArrayList<>();
        List<ManifestFile> files = new ArrayList<>();
        int size = 0;
        for (ManifestFile file : manifest.files()) {
            int more = Manifest.json(file).length() + 1;
            if (size + more > MOST_IN_PART && !files.isEmpty()) {
                parts.add(part(id, parts.size(), files));
                files.clear();
                size = 0;
            }
            files.add(file);
            size += more;
        }
        parts.add(part(id, parts.size(), files));
        return parts;
    }

    private static Item part(String id, int number, List<ManifestFile> files) {
        return Item.with(new Key(partition(id), Keys.sortable(number))).set(FILES, new Manifest(files).json());
    }

    static List<ManifestFile> files(Item part) {
        List<?> files = (List<?>) Objects.requireNonNull(Json.parse(part.string(FILES)));
        return files.stream()
                .map(file -> (Map<?, ?>) file)
                .map(file -> new ManifestFile(
                        String.valueOf(file.get("path")),
                        ((Number) Objects.requireNonNull(file.get("size"))).longValue(),
                        String.valueOf(file.get("sha256"))))
                .toList();
    }
}
