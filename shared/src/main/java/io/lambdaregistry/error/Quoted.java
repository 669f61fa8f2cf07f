package io.lambdaregistry.error;

/** Formats texts as MLflow's messages show them: as JSON, in ASCII. */
public final class Quoted {
    private Quoted() {}

    /** Returns a text in double quotes. */
    public static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                case '\b' -> quoted.append("\\b");
                case '\f' -> quoted.append("\\f");
                default -> quoted.append(c < ' ' ? escaped(c) : String.valueOf(c));
            }
        }
        return ascii(quoted.append('"').toString());
    }

    /**
     * Returns Python's {@code repr} of a text: in double quotes if it contains single ones and no double ones, else in single.
     */
    public static String python(String text) {
        return text.contains("'") && !text.contains("\"")
                ? '"' + text + '"'
                : "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    /** Returns JSON with an escape for each character outside ASCII. */
    public static String ascii(String json) {
        StringBuilder ascii = new StringBuilder();
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            ascii.append(c > '~' ? escaped(c) : String.valueOf(c));
        }
        return ascii.toString();
    }

    private static String escaped(char c) {
        return "\\u%04x".formatted((int) c);
    }
}
