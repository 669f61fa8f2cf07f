package io.lambdaregistry.local.imports;

import io.lambdaregistry.local.remote.UrlQuery;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * A tree of artifacts that the source serves, wherever it stores them: of a run, of a logged model, or under a path of its
 * artifact store.
 */
sealed interface SourceArtifacts {
    /**
     * A file or a folder.
     *
     * @param path relative to the root of the tree
     * @param size 0 where the source lists none, as for an empty file
     */
    record Entry(String path, boolean folder, long size, boolean hasSize) {
        /** The length; negative where the source lists none. */
        long length() {
            return hasSize ? size : -1;
        }
    }

    /** Lists one level; empty for a folder that does not exist. */
    List<Entry> list(SourceServer server, String folder);

    /** Writes a file, and returns its length. */
    long download(SourceServer server, Entry file, OutputStream out) throws IOException;

    record OfRun(String runId) implements SourceArtifacts {
        @Override
        public List<Entry> list(SourceServer server, String folder) {
            UrlQuery query = UrlQuery.NONE.with("run_id", runId);
            return entries(
                    server.get("/api/2.0/mlflow/artifacts/list", folder.isEmpty() ? query : query.with("path", folder)),
                    "");
        }

        @Override
        public long download(SourceServer server, Entry file, OutputStream out) throws IOException {
            return server.download(
                    "/get-artifact", UrlQuery.NONE.with("run_id", runId).with("path", file.path()), file.length(), out);
        }
    }

    record OfLoggedModel(String modelId) implements SourceArtifacts {
        @Override
        public List<Entry> list(SourceServer server, String folder) {
            return entries(
                    server.get(
                            api() + "directories",
                            folder.isEmpty() ? UrlQuery.NONE : UrlQuery.NONE.with("artifact_directory_path", folder)),
                    "");
        }

        @Override
        public long download(SourceServer server, Entry file, OutputStream out) throws IOException {
            return server.download(
                    api() + "files", UrlQuery.NONE.with("artifact_file_path", file.path()), file.length(), out);
        }

        private String api() {
            return "/ajax-api/2.0/mlflow/logged-models/" + UrlQuery.encoded(modelId) + "/artifacts/";
        }
    }

    record OfPath(String root) implements SourceArtifacts {
        private static final String API = "/api/2.0/mlflow-artifacts/artifacts";

        @Override
        public List<Entry> list(SourceServer server, String folder) {
            return entries(server.get(API, UrlQuery.NONE.with("path", join(root, folder))), folder);
        }

        @Override
        public long download(SourceServer server, Entry file, OutputStream out) throws IOException {
            return server.download(
                    API + "/" + UrlQuery.encodedPath(join(root, file.path())), UrlQuery.NONE, file.length(), out);
        }
    }

    private static String join(String folder, String path) {
        return folder.isEmpty() || path.isEmpty() ? folder + path : folder + "/" + path;
    }

    /** @param folder the folder with which the response's paths begin */
    private static List<Entry> entries(Fields answer, String folder) {
        return answer.list("files").stream()
                .map(file -> new Entry(
                        join(folder, file.text("path")),
                        file.flag("is_dir"),
                        Math.max(0, file.number("file_size")),
                        file.values().get("file_size") != null))
                .toList();
    }
}
