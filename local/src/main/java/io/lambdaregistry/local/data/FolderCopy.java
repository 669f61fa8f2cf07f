package io.lambdaregistry.local.data;

import io.lambdaregistry.local.files.DurableFiles;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Copies a data folder of any format, which no process may use meanwhile.
 *
 * <p>Artifacts become hard links where the file system has them, because no build changes the content of an artifact's file: then
 * they take neither time nor space, and keep their extended attributes. All other files are copied.
 */
final class FolderCopy {
    private FolderCopy() {}

    /**
     * Makes a copy, which appears whole or not at all.
     *
     * @param copy does not exist yet; it may lie in the folder
     * @param includes decides by their names which of the folder's entries are copied
     */
    static void make(Path folder, Path copy, Predicate<String> includes) throws IOException {
        Path part = copy.resolveSibling(copy.getFileName() + ".part");
        delete(part);
        Files.createDirectory(part);
        for (Path entry : list(folder)) {
            String name = entry.getFileName().toString();
            if (includes.test(name)) {
                // a folder may be a symbolic link to another disk
                copyTree(entry.toRealPath(), part.resolve(name), name.equals(DataFolder.ARTIFACTS));
            }
        }
        DurableFiles.forceFolder(part);
        Files.move(part, copy, StandardCopyOption.ATOMIC_MOVE);
        DurableFiles.forceFolder(copy.resolveSibling(""));
    }

    private static void copyTree(Path source, Path target, boolean byLinks) throws IOException {
        Files.walkFileTree(source, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Files.copy(folder, in(folder), StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (!byLinks || !attributes.isRegularFile() || !link(file, in(file))) {
                    copyFile(file, in(file));
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                DurableFiles.forceFolder(in(folder));
                return FileVisitResult.CONTINUE;
            }

            private Path in(Path file) {
                return target.resolve(source.relativize(file)).normalize();
            }
        });
    }

    private static boolean link(Path file, Path target) {
        try {
            Files.createLink(target, file);
            return true;
        } catch (IOException | UnsupportedOperationException notHere) {
            return false;
        }
    }

    private static void copyFile(Path file, Path target) throws IOException {
        Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
        if (Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)) {
            DurableFiles.force(target);
        }
    }

    private static List<Path> list(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
