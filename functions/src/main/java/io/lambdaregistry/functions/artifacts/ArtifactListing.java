package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactEntry;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.ArtifactRoot;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import java.util.List;

/** MLflow's {@code FileInfo} lists. As in MLflow, folders and empty files have no size. */
final class ArtifactListing {
    private ArtifactListing() {}

    /** Lists one level of a folder; each path is the entry's name. */
    static JsonBody of(Artifacts artifacts, ArtifactPath folder) {
        List<ArtifactEntry> entries = artifacts.list(folder);
        return writer -> writeFiles(writer, entries, ArtifactPath.ROOT);
    }

    /** Lists one level of a folder under a root; each path is relative to the root. */
    static JsonBody under(Artifacts artifacts, ArtifactRoot root, ArtifactPath folder) {
        List<ArtifactEntry> entries = artifacts.list(root.path().resolve(folder));
        return writer -> writeFiles(writer.field("root_uri", root.uri()), entries, folder);
    }

    private static void writeFiles(JsonWriter writer, List<ArtifactEntry> entries, ArtifactPath folder) {
        writer.list(
                "files",
                entries,
                (file, entry) -> file.field("path", folder.resolve(entry.name()))
                        .field("is_dir", entry.folder())
                        .field("file_size", entry.size() == 0 ? null : Long.valueOf(entry.size())));
    }
}
