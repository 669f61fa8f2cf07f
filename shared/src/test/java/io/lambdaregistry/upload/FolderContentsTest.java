package io.lambdaregistry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FolderContentsTest {
    @Test
    void reportsNumberSizeAndFiles() {
        List<FolderContents.File> files = List.of(
                new FolderContents.File("MLmodel", 941, "5f36"),
                new FolderContents.File("data/\"ü\".bin", 5_000_000_000L, "a-3"));
        Map<String, String> tags = FolderContents.of(files.iterator()).tags();
        assertThat(tags).containsEntry("upload.file_count", "2").containsEntry("upload.size", "5000000941");
        assertThat(Json.parse(Objects.requireNonNull(tags.get("upload.files"))))
                .isEqualTo(Map.of(
                        "MLmodel", Map.of("size", 941L, "etag", "5f36"),
                        "data/\"ü\".bin", Map.of("size", 5_000_000_000L, "etag", "a-3")));
    }

    @Test
    void ofVeryManyFilesTheFirstAreNamedAndAllAreCounted() {
        Map<String, String> tags = FolderContents.of(IntStream.range(0, 100_000)
                        .mapToObj(i -> new FolderContents.File("data/%06d".formatted(i), 1, "e"))
                        .iterator())
                .tags();
        assertThat(tags).containsEntry("upload.file_count", "100000").containsEntry("upload.size", "100000");
        String files = Objects.requireNonNull(tags.get("upload.files"));
        assertThat(files.length()).isBetween(59_900, UploadTags.MAX_VALUE_BYTES);
        assertThat(Json.parse(files)).isInstanceOf(Map.class);
    }
}
