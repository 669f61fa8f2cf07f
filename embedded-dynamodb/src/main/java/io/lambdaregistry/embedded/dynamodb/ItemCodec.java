package io.lambdaregistry.embedded.dynamodb;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Encodes an item as bytes: the format's version, then a map. A value is one byte for its type, followed by its content;
 * lengths and counts are variable-length integers of seven bits a byte, the lowest first; text is UTF-8.
 */
final class ItemCodec {
    private static final byte FORMAT = 1;

    private static final int LONGEST_KNOWN = 32;

    /** A cache of names by their hashes. Threads may see different entries; each entry is valid. */
    private static final @Nullable KnownName[] NAMES = new KnownName[1_024];

    private ItemCodec() {}

    static SdkBytes encode(Map<String, AttributeValue> item) {
        Writer writer = new Writer();
        writer.octet(FORMAT);
        writer.map(item);
        return SdkBytes.fromByteArrayUnsafe(writer.bytes());
    }

    /** @throws IllegalStateException for bytes of another format version, or truncated bytes */
    static Map<String, AttributeValue> decode(byte[] bytes) {
        Reader reader = new Reader(bytes);
        try {
            int format = reader.octet();
            if (format != FORMAT) {
                throw new IllegalStateException(
                        "an item is stored in format " + format + ", which a later release wrote");
            }
            return reader.map();
        } catch (ArrayIndexOutOfBoundsException | StringIndexOutOfBoundsException e) {
            throw new IllegalStateException("an item's bytes end too soon", e);
        }
    }

    /** The bytes of the types. */
    private static final class Type {
        static final char S = 'S';
        static final char N = 'N';
        static final char B = 'B';
        static final char TRUE = '+';
        static final char FALSE = '-';
        static final char NULL = '0';
        static final char M = 'M';
        static final char L = 'L';
        static final char SS = 's';
        static final char NS = 'n';
        static final char BS = 'b';

        private Type() {}
    }

    private static final class Writer {
        private byte[] buffer = new byte[512];
        private int length;

        byte[] bytes() {
            return Arrays.copyOf(buffer, length);
        }

        void octet(int value) {
            room(1);
            buffer[length++] = (byte) value;
        }

        private void room(int wanted) {
            if (buffer.length - length < wanted) {
                buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + wanted));
            }
        }

        private void count(int value) {
            int left = value;
            while (left > 0x7f) {
                octet((left & 0x7f) | 0x80);
                left >>>= 7;
            }
            octet(left);
        }

        private void octets(SdkBytes octets) {
            byte[] bytes = octets.asByteArrayUnsafe();
            count(bytes.length);
            room(bytes.length);
            System.arraycopy(bytes, 0, buffer, length, bytes.length);
            length += bytes.length;
        }

        private void text(String text) {
            octets(Utf8.bytes(text));
        }

        void map(Map<String, AttributeValue> map) {
            count(map.size());
            map.forEach((name, value) -> {
                text(name);
                value(value);
            });
        }

        private void value(AttributeValue value) {
            switch (value.type()) {
                case S -> one(Type.S, value.s(), Writer::text);
                case N -> one(Type.N, value.n(), Writer::text);
                case B -> one(Type.B, value.b(), Writer::octets);
                case BOOL -> octet(value.bool() ? Type.TRUE : Type.FALSE);
                case NUL -> octet(Type.NULL);
                case M -> one(Type.M, value.m(), Writer::map);
                case L -> many(Type.L, value.l(), Writer::value);
                case SS -> many(Type.SS, value.ss(), Writer::text);
                case NS -> many(Type.NS, value.ns(), Writer::text);
                case BS -> many(Type.BS, value.bs(), Writer::octets);
                case UNKNOWN_TO_SDK_VERSION -> throw Refusal.validation("Supplied AttributeValue is empty");
            }
        }

        private <T> void one(char type, T value, BiConsumer<Writer, T> write) {
            octet(type);
            write.accept(this, value);
        }

        private <T> void many(char type, List<T> values, BiConsumer<Writer, T> write) {
            octet(type);
            count(values.size());
            values.forEach(value -> write.accept(this, value));
        }
    }

    /** A name that was decoded, with its bytes. */
    private static final class KnownName {
        private final byte[] octets;
        private final String name;

        KnownName(byte[] octets, String name) {
            this.octets = octets;
            this.name = name;
        }
    }

    private static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes) {
            this.bytes = bytes;
        }

        int octet() {
            return bytes[at++];
        }

        private int count() {
            int value = 0;
            for (int shift = 0; ; shift += 7) {
                int next = octet();
                value |= (next & 0x7f) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        private String text() {
            int length = count();
            String text = new String(bytes, at, length, StandardCharsets.UTF_8);
            at += length;
            return text;
        }

        /** Decodes an attribute name. Names are cached, since there are few and each is repeated. */
        private String name() {
            int start = at;
            int length = count();
            int hash = length;
            for (int i = at; i < at + length; i++) {
                hash = 31 * hash + bytes[i];
            }
            int place = (hash ^ hash >>> 10) & (NAMES.length - 1);
            KnownName known = NAMES[place];
            if (known != null && Arrays.equals(known.octets, 0, known.octets.length, bytes, at, at + length)) {
                at += length;
                return known.name;
            }
            at = start;
            String name = text();
            if (length <= LONGEST_KNOWN) {
                NAMES[place] = new KnownName(Arrays.copyOfRange(bytes, at - length, at), name);
            }
            return name;
        }

        private SdkBytes octets() {
            int length = count();
            byte[] octets = Arrays.copyOfRange(bytes, at, at + length);
            at += length;
            return SdkBytes.fromByteArrayUnsafe(octets);
        }

        Map<String, AttributeValue> map() {
            int size = count();
            Map<String, AttributeValue> map = LinkedHashMap.newLinkedHashMap(size);
            for (int i = 0; i < size; i++) {
                map.put(name(), value());
            }
            return map;
        }

        private AttributeValue value() {
            int type = octet();
            return switch (type) {
                case Type.S -> AttributeValue.fromS(text());
                case Type.N -> AttributeValue.fromN(text());
                case Type.B -> AttributeValue.fromB(octets());
                case Type.TRUE -> AttributeValue.fromBool(true);
                case Type.FALSE -> AttributeValue.fromBool(false);
                case Type.NULL -> AttributeValue.fromNul(true);
                case Type.M -> AttributeValue.fromM(map());
                case Type.L -> AttributeValue.fromL(many(this::value));
                case Type.SS -> AttributeValue.fromSs(many(this::text));
                case Type.NS -> AttributeValue.fromNs(many(this::text));
                case Type.BS -> AttributeValue.fromBs(many(this::octets));
                default -> throw new IllegalStateException("an item holds a value of an unknown type " + type);
            };
        }

        private <T> List<T> many(Supplier<T> one) {
            int size = count();
            List<T> values = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                values.add(one.get());
            }
            return values;
        }
    }
}
