package io.lambdaregistry.local.data;

import io.lambdaregistry.local.files.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Brings a data folder of an earlier format to this build's, one step for each format, and keeps a copy of the folder as it was.
 *
 * <p>The first step begins when the copy is on the disk. Until the last step is done, the file {@code upgrade} names the copy. So a
 * start after a process that ended on the way completes the copy if needed, and repeats the step that was not completed.
 */
public final class FolderUpgrade {
    private static final Pattern COPY = Pattern.compile("before-format-\\d+(-\\d+)?");

    private final DataFolder folder;
    private final Path note;

    private FolderUpgrade(DataFolder folder) {
        this.folder = folder;
        this.note = folder.resolve("upgrade");
    }

    /**
     * Makes a folder of one format a folder of the next.
     *
     * @param format the format that the folder has afterwards
     * @param action may find a part of its work done by an earlier process
     */
    public record Step(int format, Action action) {}

    /** What a step does to the folder. */
    @FunctionalInterface
    public interface Action {
        void applyTo(DataFolder folder) throws IOException, StartException;
    }

    /**
     * Gives a new folder the format of the last step, and upgrades one of an earlier format.
     *
     * @param steps in the order of their formats, which begin with 2 and leave none out
     * @return the copy of the folder as it was, where it was upgraded
     */
    public static Optional<Path> run(DataFolder folder, List<Step> steps) throws StartException {
        try {
            if (!folder.holdsRegistry()) {
                folder.mark(steps.getLast().format());
                return Optional.empty();
            }
            return new FolderUpgrade(folder).run(steps);
        } catch (IOException e) {
            throw new StartException(
                    "The data folder %s cannot be upgraded: %s. Nothing is lost: put that right, and start again."
                            .formatted(folder.resolve(""), StartException.reason(e)),
                    e);
        }
    }

    private Optional<Path> run(List<Step> steps) throws IOException, StartException {
        int format = folder.format();
        List<Step> missing =
                steps.stream().filter(step -> step.format() > format).toList();
        Optional<Path> copy = Optional.empty();
        if (!missing.isEmpty()) {
            copy = Optional.of(copy(missing.getLast().format()));
            for (Step step : missing) {
                step.action().applyTo(folder);
                folder.mark(step.format());
            }
        }
        Files.deleteIfExists(note);
        return copy;
    }

    /** The copy, made by this process or by an earlier one before its first step. */
    private Path copy(int format) throws IOException, StartException {
        if (!Files.exists(note)) {
            write(freeName("before-format-" + format));
        }
        String name = Files.readString(note).strip();
        if (!COPY.matcher(name).matches()) {
            throw new StartException(
                    "The file " + note
                            + " must name the copy of the folder as it was before an upgrade began: put the file back from a backup.");
        }
        Path copy = folder.resolve(name);
        if (!Files.exists(copy)) {
            FolderCopy.make(folder.resolve(""), copy, FolderUpgrade::isOfFolder);
        }
        return copy;
    }

    private String freeName(String name) {
        String free = name;
        for (int number = 2; Files.exists(folder.resolve(free)); number++) {
            free = name + "-" + number;
        }
        return free;
    }

    private void write(String name) throws IOException {
        DurableFiles.write(note, folder.resolve("upgrade.part"), (name + "\n").getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether a name in the folder is that of data, not of a lock, an upgrade or an earlier copy. */
    private static boolean isOfFolder(String name) {
        return !name.equals("lock") && !name.startsWith("upgrade") && !name.startsWith("before-format-");
    }
}
