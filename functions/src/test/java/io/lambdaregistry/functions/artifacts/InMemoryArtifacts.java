package io.lambdaregistry.functions.artifacts;

import io.lambdaregistry.artifact.ArtifactContent;
import io.lambdaregistry.artifact.ArtifactEntry;
import io.lambdaregistry.artifact.ArtifactErrors;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.ArtifactRoots;
import io.lambdaregistry.artifact.ArtifactStore;
import io.lambdaregistry.artifact.ArtifactWriter;
import io.lambdaregistry.artifact.ByteRange;
import io.lambdaregistry.artifact.MultipartUpload;
import io.lambdaregistry.artifact.OpenedArtifact;
import io.lambdaregistry.artifact.PresignedDownload;
import io.lambdaregistry.artifact.PresignedRequest;
import io.lambdaregistry.artifact.PresignedStore;
import io.lambdaregistry.artifact.UploadedPart;
import io.lambdaregistry.error.RegistryException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Artifacts in a map, with one run, one logged model and one model version that own some of them. */
final class InMemoryArtifacts implements ArtifactStore, ArtifactRoots, PresignedStore {
    final TreeMap<String, byte[]> files = new TreeMap<>();
    final List<String> calls = new ArrayList<>();
    int opened;
    int closed;

    @Override
    public void put(ArtifactPath path, ArtifactWriter writer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        writer.writeTo(bytes);
        files.put(path.value(), bytes.toByteArray());
    }

    @Override
    public OpenedArtifact open(ArtifactPath path, Optional<ByteRange> range) {
        byte[] file = files.get(path.value());
        if (file == null) {
            throw list(path).isEmpty() ? ArtifactErrors.notFound(path) : ArtifactErrors.isFolder(path);
        }
        int size = file.length;
        int first = range.map(asked -> switch (asked) {
                    case ByteRange.From(long from) -> (int) from;
                    case ByteRange.Between(long from, long to) -> (int) from;
                    case ByteRange.Last(long count) -> Math.max(0, size - (int) count);
                })
                .orElse(0);
        int end = range.map(asked -> asked instanceof ByteRange.Between(long from, long to) ? (int) to + 1 : size)
                .map(to -> Math.min(to, size))
                .orElse(size);
        return first < size || range.isEmpty()
                ? content(file, first, end)
                : new OpenedArtifact.RangeNotSatisfiable(size);
    }

    private ArtifactContent content(byte[] file, int first, int end) {
        opened++;
        ByteArrayInputStream bytes = new ByteArrayInputStream(file, first, end - first) {
            @Override
            public void close() {
                closed++;
            }
        };
        return new ArtifactContent(
                bytes, first, end - first, file.length, "\"tag\"", Instant.parse("2026-11-03T13:32:31Z"));
    }

    @Override
    public List<ArtifactEntry> list(ArtifactPath folder) {
        String prefix = folder.isRoot() ? "" : folder + "/";
        return files.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> entry(key, prefix))
                .distinct()
                .toList();
    }

    private ArtifactEntry entry(String key, String prefix) {
        String rest = key.substring(prefix.length());
        int slash = rest.indexOf('/');
        return slash < 0
                ? ArtifactEntry.file(rest, files.getOrDefault(key, new byte[0]).length)
                : ArtifactEntry.folder(rest.substring(0, slash));
    }

    @Override
    public void delete(ArtifactPath path) {
        files.keySet().removeIf(key -> key.equals(path.value()) || key.startsWith(path + "/"));
    }

    @Override
    public String ofRun(String runId) {
        return switch (runId) {
            case "run" -> "mlflow-artifacts:/0/run/artifacts";
            case "run-on-s3" -> "s3://bucket/0/run/artifacts";
            case "run-elsewhere" -> "s3://other/0/run/artifacts";
            default -> throw RegistryException.notFound("Run with id=" + runId + " not found");
        };
    }

    @Override
    public String ofLoggedModel(String modelId) {
        return switch (modelId) {
            case "m-1" -> "mlflow-artifacts:/0/models/m-1/artifacts";
            case "m-on-s3" -> "s3://bucket/0/models/m-on-s3/artifacts";
            default -> throw RegistryException.notFound("Logged model with ID '" + modelId + "' not found.");
        };
    }

    @Override
    public String ofModelVersion(String name, String version) {
        return version.equals("1") ? "runs:/run/model" : ofLoggedModel("m-1");
    }

    @Override
    public PresignedRequest upload(ArtifactPath path, Duration validity) {
        return new PresignedRequest(url("put", path, validity), Map.of("content-type", "text/plain"));
    }

    @Override
    public PresignedDownload download(ArtifactPath path, Duration validity) {
        byte[] file = files.get(path.value());
        if (file == null) {
            throw ArtifactErrors.notFound(path);
        }
        return new PresignedDownload(new PresignedRequest(url("get", path, validity), Map.of()), file.length);
    }

    @Override
    public MultipartUpload begin(ArtifactPath path, int parts, Duration validity) {
        return new MultipartUpload(
                "upload-1",
                IntStream.rangeClosed(1, parts)
                        .mapToObj(number -> new MultipartUpload.Part(
                                number, new PresignedRequest(url("part-" + number, path, validity), Map.of())))
                        .toList());
    }

    private static String url(String operation, ArtifactPath path, Duration validity) {
        return "https://s3/" + path + "?" + operation + "&" + validity.toSeconds();
    }

    @Override
    public void complete(ArtifactPath path, String uploadId, List<UploadedPart> parts) {
        calls.add("complete " + path + " " + uploadId + " " + parts);
    }

    @Override
    public void abort(ArtifactPath path, String uploadId) {
        calls.add("abort " + path + " " + uploadId);
    }
}
