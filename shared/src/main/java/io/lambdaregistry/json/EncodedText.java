package io.lambdaregistry.json;

import java.io.Writer;

/**
 * A JSON text that is being written, and the bytes that it takes as a string within another JSON text. A function's response
 * contains its body in this form, where each quotation mark and each backslash takes a byte more.
 */
final class EncodedText extends Writer {
    private final StringBuilder text = new StringBuilder(512);
    private long bytes;

    /** Returns the bytes that a text takes as a string within another JSON text. */
    static long bytes(CharSequence text) {
        return bytes(text, 0, text.length());
    }

    private static long bytes(CharSequence text, int from, int to) {
        long bytes = 0;
        for (int i = from; i < to; i++) {
            bytes += bytes(text.charAt(i));
        }
        return bytes;
    }

    private static int bytes(char c) {
        if (c < 0x20) {
            return c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
        }
        if (c < 0x80) {
            return c == '"' || c == '\\' ? 2 : 1;
        }
        return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }

    @Override
    public void write(char[] buffer, int offset, int length) {
        int from = text.length();
        text.append(buffer, offset, length);
        bytes += bytes(text, from, text.length());
    }

    int length() {
        return text.length();
    }

    char charAt(int place) {
        return text.charAt(place);
    }

    /** The bytes that the text takes as a string within another JSON text. */
    long bytes() {
        return bytes;
    }

    /** Takes back everything from a place on. */
    void cut(int length) {
        bytes -= bytes(text, length, text.length());
        text.setLength(length);
    }

    /** Takes back one character if it is a comma. */
    void dropComma(int place) {
        if (text.charAt(place) == ',') {
            text.deleteCharAt(place);
            bytes--;
        }
    }

    @Override
    public String toString() {
        return text.toString();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
