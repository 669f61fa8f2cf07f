package io.lambdaregistry.artifact;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Builds the header {@code content-disposition} of a download.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6266">RFC 6266</a>
 */
public final class Attachment {
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+\\-.^_`|~]+");
    private static final Pattern NOT_ASCII = Pattern.compile("[^ -~]");

    private Attachment() {}

    /** Returns the header. It contains a name outside ASCII twice: in ASCII for old clients, and complete. */
    public static String named(String fileName) {
        if (!NOT_ASCII.matcher(fileName).find()) {
            return "attachment; filename=" + quoted(fileName);
        }
        String ascii = NOT_ASCII
                .matcher(Normalizer.normalize(fileName, Normalizer.Form.NFKD))
                .replaceAll("");
        String encoded = URLEncoder.encode(fileName, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
        return "attachment; filename=" + quoted(ascii.isEmpty() ? "download" : ascii) + "; filename*=UTF-8''" + encoded;
    }

    private static String quoted(String text) {
        return TOKEN.matcher(text).matches()
                ? text
                : '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
