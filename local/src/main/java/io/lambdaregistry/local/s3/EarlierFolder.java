package io.lambdaregistry.local.s3;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the objects of a folder as builds before the index stored them: an object's file had its key as path, and its headers
 * as extended attributes, where the file system has such. The files stay where they are.
 */
final class EarlierFolder {
    /** Files of multipart uploads. They are not kept: no upload continues across the change of the build. */
    private static final Pattern OF_UPLOAD = Pattern.compile("\\.mpus-.*|\\.s3proxy-.*", Pattern.DOTALL);

    /** The suffix of an object's file while it was being written. */
    private static final Pattern RANDOM =
            Pattern.compile("(.*)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", Pattern.DOTALL);

    private static final String ETAG = "user.content-md5";
    private static final String METADATA = "user.user-metadata.";

    private final List<String> underWay;
    private final Map<String, Map<String, StoredObject>> objects = new TreeMap<>();
    private final List<Path> brokenOff = new ArrayList<>();

    private EarlierFolder(List<String> underWay) {
        this.underWay = underWay;
    }

    /** @param notes a folder with a file for each put that was under way, which names the object; the folder may be missing */
    static void takeUp(Path root, Path notes, ObjectIndex index) throws IOException {
        EarlierFolder folder = new EarlierFolder(read(notes));
        List<String> buckets = new ArrayList<>();
        try (Stream<Path> found = Files.list(root)) {
            for (Path bucket : found.toList()) {
                String name = bucket.getFileName().toString();
                if (!name.startsWith(".") && Files.isDirectory(bucket, LinkOption.NOFOLLOW_LINKS)) {
                    buckets.add(name);
                    folder.read(name, bucket);
                }
            }
        }
        index.takeUp(buckets, folder.objects);
        for (Path file : folder.brokenOff) {
            Files.deleteIfExists(file);
        }
        delete(notes);
    }

    private static List<String> read(Path notes) throws IOException {
        List<String> read = new ArrayList<>();
        if (Files.isDirectory(notes)) {
            try (Stream<Path> files = Files.list(notes)) {
                for (Path file : files.toList()) {
                    read.add(Files.readString(file));
                }
            }
        }
        return read;
    }

    private static void delete(Path notes) throws IOException {
        if (Files.isDirectory(notes)) {
            try (Stream<Path> files = Files.list(notes)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(notes);
        }
    }

    private void read(String name, Path bucket) throws IOException {
        Map<String, StoredObject> ofBucket = objects.computeIfAbsent(name, same -> new TreeMap<>());
        Files.walkFileTree(bucket, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (attributes.isRegularFile()) { // not a symbolic link, which could lead anywhere
                    take(file, attributes);
                }
                return FileVisitResult.CONTINUE;
            }

            private void take(Path file, BasicFileAttributes attributes) throws IOException {
                String key = bucket.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), "/");
                UserDefinedFileAttributeView view =
                        Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
                List<String> names = view == null ? List.of() : names(view);
                if (OF_UPLOAD.matcher(key).matches() || isBrokenOff(name + "/" + key, view != null, names)) {
                    brokenOff.add(file);
                    return;
                }
                StoredObject object = new StoredObject(
                        name + "/" + key,
                        attributes.size(),
                        etag(view, names, attributes),
                        attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS),
                        headers(view, names));
                ofBucket.put(key, object);
            }
        });
    }

    private static List<String> names(UserDefinedFileAttributeView view) {
        try {
            return view.list();
        } catch (IOException unsupported) {
            return List.of();
        }
    }

    /**
     * Whether the file is an incomplete write. The ETag was written when the content was complete. A file without one may still
     * be a user's, unless a note names it.
     */
    private boolean isBrokenOff(String object, boolean hasAttributes, List<String> names) {
        var random = RANDOM.matcher(object);
        return hasAttributes && !names.contains(ETAG) && random.matches() && underWay.contains(random.group(1));
    }

    /**
     * The ETag: the MD5's bytes, or a text for a multipart upload; where the file system has no attributes, the date, as in
     * those builds.
     */
    private static String etag(
            @Nullable UserDefinedFileAttributeView view, List<String> names, BasicFileAttributes attributes)
            throws IOException {
        if (view == null || !names.contains(ETAG)) {
            return Long.toHexString(attributes.lastModifiedTime().toMillis());
        }
        byte[] etag = read(view, ETAG);
        return etag.length == 16 ? HexFormat.of().formatHex(etag) : new String(etag, StandardCharsets.US_ASCII);
    }

    private static ObjectHeaders headers(@Nullable UserDefinedFileAttributeView view, List<String> names)
            throws IOException {
        Map<String, String> standard = new TreeMap<>();
        Map<String, String> metadata = new TreeMap<>();
        if (view != null) {
            for (String name : names) {
                if (name.startsWith(METADATA)) {
                    metadata.put(name.substring(METADATA.length()), text(view, name));
                } else {
                    standard.put(name, text(view, name));
                }
            }
        }
        return ObjectHeaders.of(
                standard.get("user.content-type"),
                standard.get("user.cache-control"),
                standard.get("user.content-disposition"),
                standard.get("user.content-encoding"),
                standard.get("user.content-language"),
                metadata);
    }

    private static String text(UserDefinedFileAttributeView view, String name) throws IOException {
        return new String(read(view, name), StandardCharsets.UTF_8);
    }

    private static byte[] read(UserDefinedFileAttributeView view, String name) throws IOException {
        ByteBuffer value = ByteBuffer.allocate(view.size(name));
        view.read(name, value);
        return value.array();
    }
}
