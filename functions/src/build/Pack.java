import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Makes the zip that is deployed out of the jar of all classes: {@code java Pack.java <jar> <zip> <licence>…}. The licences stand
 * beside the jar, with the notices that it contains.
 *
 * <p>Ten thousand small classes compress better together than each alone. So the jar in the zip is not compressed, and has
 * alike files side by side, within the 32 KB that the zip's compression looks back: it becomes a third smaller. It is also read
 * faster, and the same classes always give the same bytes.
 */
final class Pack {
    private static final LocalDateTime TIME = LocalDateTime.of(2026, 1, 1, 0, 0);

    private static final List<String> KINDS =
            List.of("$BuilderImpl", "$Builder", "Request", "Response", "Exception", "Unmarshaller", "Marshaller");

    public static void main(String[] files) throws IOException {
        ByteArrayOutputStream jar = new ByteArrayOutputStream();
        byte[] notice;
        try (ZipFile classes = new ZipFile(files[0]);
                ZipOutputStream stored = new ZipOutputStream(jar)) {
            for (ZipEntry file : inOrder(classes)) {
                store(classes, file, stored);
            }
            notice = content(classes, classes.getEntry("META-INF/NOTICE"));
        }
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(Path.of(files[1])));
                ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.setLevel(Deflater.BEST_COMPRESSION);
            zip.putNextEntry(entry("lib/functions.jar"));
            jar.writeTo(zip);
            zip.putNextEntry(entry("NOTICE"));
            zip.write(notice);
            for (String licence : List.of(files).subList(2, files.length)) {
                zip.putNextEntry(entry(Path.of(licence).getFileName().toString()));
                zip.write(Files.readAllBytes(Path.of(licence)));
            }
        }
    }

    private static List<? extends ZipEntry> inOrder(ZipFile jar) {
        return jar.stream()
                .filter(entry -> !entry.isDirectory())
                .sorted(Comparator.<ZipEntry, String>comparing(entry -> folder(entry.getName()))
                        .thenComparing(entry -> kind(entry.getName()))
                        .thenComparing(ZipEntry::getSize)
                        .thenComparing(ZipEntry::getName))
                .toList();
    }

    private static String folder(String name) {
        return name.substring(0, name.lastIndexOf('/') + 1);
    }

    /** What it is besides one of its folder: by how its name ends, else by the name of a nested class. */
    private static String kind(String name) {
        String simple = name.substring(name.lastIndexOf('/') + 1).replace(".class", "");
        return KINDS.stream()
                .filter(simple::endsWith)
                .findFirst()
                .orElse(simple.contains("$") ? simple.substring(simple.indexOf('$')) : "");
    }

    private static void store(ZipFile jar, ZipEntry file, ZipOutputStream to) throws IOException {
        byte[] content = content(jar, file);
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = entry(file.getName());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        to.putNextEntry(entry);
        to.write(content);
    }

    private static byte[] content(ZipFile jar, ZipEntry file) throws IOException {
        try (InputStream stream = jar.getInputStream(file)) {
            return stream.readAllBytes();
        }
    }

    private static ZipEntry entry(String name) {
        ZipEntry entry = new ZipEntry(name);
        entry.setTimeLocal(TIME);
        return entry;
    }
}
