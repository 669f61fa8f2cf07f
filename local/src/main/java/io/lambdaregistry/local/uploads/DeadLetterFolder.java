package io.lambdaregistry.local.uploads;

import io.lambdaregistry.event.DeadLetters;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.files.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** Dead letters as files of a folder, each with its reason. Their names sort by age, the oldest first. */
public record DeadLetterFolder(Path folder) implements DeadLetters {
    @Override
    public void add(String body, String reason) {
        String name = Instant.now().toString().replace(":", "") + "-" + UUID.randomUUID();
        write(
                folder.resolve(name + ".json"),
                Json.object(letter -> letter.field("reason", reason).field("body", body)));
    }

    /** Writes a file whole or not at all; it is on the disk when the call returns. */
    static void write(Path file, String text) {
        try {
            Path part =
                    Files.createDirectories(file.toAbsolutePath().getParent()).resolve(file.getFileName() + ".part");
            DurableFiles.write(file, part, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
