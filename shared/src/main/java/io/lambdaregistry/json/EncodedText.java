package io.lambdaregistry.json;

import io.lambdaregistry.metering.ResponseBytes;
import java.io.Writer;

/**
 * A JSON text that is being written, and the bytes that it takes as a string within another JSON text. A function's response
 * contains its body in this form, where each quotation mark and each backslash takes a byte more.
 */
final class EncodedText extends Writer {
    private final StringBuilder text = new StringBuilder(512);
    private long bytes;

    @Override
    public void write(char[] buffer, int offset, int length) {
        int from = text.length();
        text.append(buffer, offset, length);
        bytes += ResponseBytes.ofBody(text, from, text.length());
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
        bytes -= ResponseBytes.ofBody(text, length, text.length());
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
