package io.lambdaregistry.local.s3;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Names for the files of objects. The name shows a person which object a file belongs to, but no code reads it: the index maps
 * objects to files. So an object whose key cannot be a file name, or whose file name is taken, gets another name.
 */
final class FileNames {
    private static final int MAX_SEGMENT_BYTES = 255;
    private static final String OTHERS = "~";

    /** Characters that Windows, or a user's terminal, does not accept in a file name. */
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}<>:\"|?*\\\\]");

    /** Windows opens a device by these names, whatever their extension. */
    private static final Pattern DEVICE =
            Pattern.compile("(?:CON|PRN|AUX|NUL|COM\\d|LPT\\d)(?:\\..*)?", Pattern.CASE_INSENSITIVE);

    private FileNames() {}

    /** The names in the order of attempts: the key as a path, the same with a random suffix, a random name. */
    static List<String> of(String bucket, String key) {
        String random = "%016x".formatted(ThreadLocalRandom.current().nextLong());
        String plain = bucket + "/" + key;
        String other = bucket + "/" + OTHERS + "/" + random;
        return plain(plain)
                .map(name -> {
                    String similar = name + OTHERS + random;
                    return plain(similar).isPresent() ? List.of(name, similar, other) : List.of(name, other);
                })
                .orElse(List.of(other));
    }

    private static Optional<String> plain(String path) {
        for (String segment : path.split("/", -1)) {
            if (segment.isEmpty()
                    || segment.endsWith(".")
                    || segment.endsWith(" ")
                    || segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES
                    || FORBIDDEN.matcher(segment).find()
                    || DEVICE.matcher(segment).matches()) {
                return Optional.empty();
            }
        }
        return Optional.of(path);
    }
}
