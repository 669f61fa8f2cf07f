package io.lambdaregistry.local.s3;

import io.lambdaregistry.local.files.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files with the contents of objects, and of parts of multipart uploads. A file is written once, under a free name, and
 * never changed. Beside the files lie notes: each names a file that is being written and that the index may not contain yet. At
 * a start, the noted files that the index does not contain are deleted.
 */
final class ContentFiles {
    private static final String PARTS = ".parts";
    private static final int BUFFER = 128 << 10;
    private static final int ATTEMPTS = 100;

    private final Path root;
    private final Path realRoot;
    private final Path notes;

    /** @param notes the folder of the notes alone, created where it is missing */
    ContentFiles(Path root, Path notes) throws IOException {
        this.root = Files.createDirectories(root).toAbsolutePath();
        this.realRoot = root.toRealPath();
        Files.createDirectories(root.resolve(PARTS));
        this.notes = Files.createDirectories(notes);
    }

    /** The result of a write: the file's name, its size in bytes, and the MD5 of its content in hexadecimal digits. */
    record Written(String file, long size, String md5) {}

    /** A file that belongs to no object yet. If it is closed without {@link #keep()}, it is deleted. */
    final class NewFile implements AutoCloseable {
        private final String file;
        private final Path note;
        private final FileChannel channel;
        private final List<Path> foldersToForce;
        private boolean isKept;
        private boolean isLeft;

        private NewFile(String file, Path note, FileChannel channel, List<Path> foldersToForce) {
            this.file = file;
            this.note = note;
            this.channel = channel;
            this.foldersToForce = foldersToForce;
        }

        /** Writes the whole content. */
        Written write(InputStream content) throws IOException {
            MessageDigest md5 = md5();
            DigestOutputStream out = new DigestOutputStream(Channels.newOutputStream(channel), md5);
            byte[] buffer = new byte[BUFFER];
            long size = 0;
            for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
                out.write(buffer, 0, read);
                size += read;
            }
            return new Written(file, size, HexFormat.of().formatHex(md5.digest()));
        }

        /** Appends another file, by the operating system's own copy if it has one. */
        void append(String other) throws IOException {
            try (FileChannel source = open(other)) {
                long size = source.size();
                for (long done = 0; done < size; ) {
                    done += source.transferTo(done, size - done, channel);
                }
            }
        }

        String file() {
            return file;
        }

        /** Waits until the content and the name are on the disk. */
        void force() throws IOException {
            channel.force(true);
            foldersToForce.forEach(DurableFiles::forceFolder);
        }

        /** Called when the index contains the file: closing keeps it. */
        void keep() {
            isKept = true;
        }

        /**
         * Called when it is unknown whether the index contains the file: closing keeps file and note, and the next start
         * decides.
         */
        void leave() {
            isLeft = true;
        }

        @Override
        public void close() throws IOException {
            channel.close();
            if (isLeft) {
                return;
            }
            if (isKept) {
                Files.deleteIfExists(note);
            } else {
                delete(file);
                Files.deleteIfExists(note);
            }
        }
    }

    void createBucket(String bucket) throws IOException {
        Files.createDirectories(root.resolve(bucket));
    }

    /** Creates a file for an object, under the first possible name. */
    NewFile create(String bucket, String key) throws IOException {
        IOException failure = new IOException("no file name is free");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            for (String name : FileNames.of(bucket, key)) {
                try {
                    return create(name);
                } catch (IOException | InvalidPathException taken) {
                    failure = taken instanceof IOException e ? e : new IOException(taken);
                }
            }
            if (!isPassing(failure)) {
                throw failure;
            }
        }
        throw failure;
    }

    /** Whether another attempt may succeed: another thread deleted the empty folder, or took the name. */
    private static boolean isPassing(IOException failure) {
        return failure instanceof NoSuchFileException || failure instanceof FileAlreadyExistsException;
    }

    /** Creates a file for a part of a multipart upload. */
    NewFile createPart(String upload) throws IOException {
        return create(PARTS + "/" + upload + "-" + UUID.randomUUID());
    }

    private NewFile create(String file) throws IOException {
        Path path = root.resolve(file);
        List<Path> folders = missingFolders(path);
        Files.createDirectories(folderOf(path));
        if (leadsOut(path)) {
            throw new NoSuchFileException(file, null, "it lies behind a symbolic link");
        }
        FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            return new NewFile(file, note(file), channel, folders);
        } catch (IOException e) {
            channel.close();
            Files.deleteIfExists(path);
            throw e;
        }
    }

    /** The folders whose entries the new file changes: its own, and the parent of each folder that must be created. */
    private List<Path> missingFolders(Path path) {
        List<Path> folders = new ArrayList<>();
        Path folder = folderOf(path);
        folders.add(folder);
        while (!folder.equals(root) && !Files.isDirectory(folder)) {
            folder = folderOf(folder);
            folders.add(folder);
        }
        return folders;
    }

    private static Path folderOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "it lies below the folder of all");
    }

    private Path note(String file) throws IOException {
        return Files.writeString(notes.resolve(UUID.randomUUID().toString()), file);
    }

    /**
     * Opens a file to read. It stays readable when its object is replaced or deleted meanwhile.
     *
     * @throws NoSuchFileException also for a file behind a symbolic link, which could lead anywhere
     */
    FileChannel open(String file) throws IOException {
        Path path = root.resolve(file);
        if (leadsOut(path) || Files.isSymbolicLink(path)) {
            throw new NoSuchFileException(file);
        }
        return FileChannel.open(path, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    }

    private boolean leadsOut(Path path) throws IOException {
        Path parent = folderOf(path);
        return !parent.toRealPath().equals(realRoot.resolve(root.relativize(parent)));
    }

    /** Deletes a part. No note is needed: the next start deletes parts that belong to no upload. */
    void deletePart(String file) {
        try {
            Files.deleteIfExists(root.resolve(file));
        } catch (IOException inUse) {
            // the next start deletes it
        }
    }

    /** Deletes a file that belongs to no object any more, and the folders that become empty. */
    void delete(String file) throws IOException {
        Path path = root.resolve(file);
        if (Files.exists(folderOf(path)) && !leadsOut(path)) {
            Files.deleteIfExists(path);
            deleteEmptyFolders(folderOf(path));
        }
    }

    /** Deletes empty folders upwards; the bucket's folder stays. */
    private void deleteEmptyFolders(Path folder) {
        try {
            for (Path empty = folder; root.relativize(empty).getNameCount() > 1; empty = folderOf(empty)) {
                Files.delete(empty);
            }
        } catch (IOException notEmpty) {
            // this folder is not empty: it stays, with all above it
        }
    }

    /** Deletes the files of writes that the end of an earlier process interrupted. */
    void deleteUnless(Predicate<String> isKnown) throws IOException {
        for (Path note : list(notes)) {
            String file = Files.readString(note);
            Path path = root.resolve(file).normalize();
            if (!file.isEmpty() && path.startsWith(root) && !isKnown.test(file)) {
                delete(file);
            }
            Files.deleteIfExists(note);
        }
        for (Path part : list(root.resolve(PARTS))) {
            if (!isKnown.test(PARTS + "/" + part.getFileName())) {
                Files.deleteIfExists(part);
            }
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    /** The MD5 of a file, in hexadecimal digits. */
    String md5(String file) throws IOException {
        MessageDigest md5 = md5();
        try (FileChannel channel = open(file)) {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            while (channel.read(buffer) >= 0) {
                md5.update(buffer.flip());
                buffer.clear();
            }
        }
        return HexFormat.of().formatHex(md5.digest());
    }

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JDK has it
        }
    }
}
