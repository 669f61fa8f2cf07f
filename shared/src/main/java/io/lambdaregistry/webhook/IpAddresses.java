package io.lambdaregistry.webhook;

import java.util.HexFormat;
import java.util.List;

/**
 * Decides which IP addresses belong to the public internet.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IANA's special-purpose addresses of IPv4</a> and
 *     <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">of IPv6</a>
 */
final class IpAddresses {
    private static final int V4_BYTES = 4;

    private static final List<Block> V4_RESERVED = List.of(
            new Block("00000000", 8),
            new Block("0a000000", 8),
            new Block("64400000", 10),
            new Block("7f000000", 8),
            new Block("a9fe0000", 16),
            new Block("ac100000", 12),
            new Block("c0000000", 24),
            new Block("c0000200", 24),
            new Block("c0586300", 24),
            new Block("c0a80000", 16),
            new Block("c6120000", 15),
            new Block("c6336400", 24),
            new Block("cb007100", 24),
            new Block("e0000000", 4),
            new Block("f0000000", 4));

    private static final Block V6_GLOBAL = new Block("20000000000000000000000000000000", 3);

    /** Non-public parts of the global block: protocol assignments, Teredo, documentation. Addresses of 6to4 are unwrapped. */
    private static final List<Block> V6_RESERVED = List.of(
            new Block("20010000000000000000000000000000", 23),
            new Block("20010db8000000000000000000000000", 32),
            new Block("3fff0000000000000000000000000000", 20));

    private static final Block V4_MAPPED = new Block("00000000000000000000ffff00000000", 96);
    private static final Block V4_COMPATIBLE = new Block("00000000000000000000000000000000", 96);

    /** {@code ::} and {@code ::1}, which wrap no IPv4 address. */
    private static final Block V6_OWN = new Block("00000000000000000000000000000000", 127);

    private static final Block V4_TRANSLATED = new Block("0000000000000000ffff000000000000", 96);
    private static final Block NAT64 = new Block("0064ff9b000000000000000000000000", 96);
    private static final Block SIX_TO_FOUR = new Block("20020000000000000000000000000000", 16);
    private static final Block TEREDO = new Block("20010000000000000000000000000000", 32);

    /**
     * Addresses of no host that a webhook may name, even in a private network. Cloud machines serve secrets at link-local ones.
     */
    private static final List<Block> SPECIAL = List.of(
            new Block("00000000", 8),
            new Block("a9fe0000", 16),
            new Block("e0000000", 4),
            new Block("f0000000", 4),
            new Block("00000000000000000000000000000000", 128),
            new Block("fe800000000000000000000000000000", 10),
            new Block("ff000000000000000000000000000000", 8));

    /** The metadata services of clouds, which return secrets to machines, containers and pods. Not all of them are link-local. */
    private static final List<Block> V4_METADATA = List.of(
            new Block("a9fea9fe", 32), // 169.254.169.254
            new Block("a9feaa02", 32), // 169.254.170.2, of containers at AWS
            new Block("a9feaa17", 32), // 169.254.170.23, of pods at AWS
            new Block("646464c8", 32), // 100.100.100.200, of Alibaba
            new Block("a83f8110", 32), // 168.63.129.16, of Azure, which looks public
            new Block("c00000c0", 32)); // 192.0.0.192, of Oracle

    private static final List<Block> V6_METADATA = List.of(
            new Block("fd000ec2000000000000000000000000", 32), // fd00:ec2::254 and ::23, of AWS
            new Block("fd2000ce000000000000000000000000", 32), // fd20:ce::254, of Google
            new Block("fd000042000000000000000000000000", 32)); // fd00:42::42, of Scaleway

    /** Positions of the IPv4 address in NAT64, after prefixes of 32 to 96 bits; in ISATAP it is at the end too. */
    private static final List<Integer> NAT64_PLACES = List.of(4, 5, 6, 7, 9, 12);

    private static final int NAT64_FREE_BYTE = 8;

    private IpAddresses() {}

    /** A block of addresses that begin with the same bits. */
    private static final class Block {
        private final byte[] prefix;
        private final int bits;

        Block(String prefix, int bits) {
            this.prefix = HexFormat.of().parseHex(prefix);
            this.bits = bits;
        }

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** Returns the addresses that an address leads to: itself, or the IPv4 addresses that an IPv6 address wraps. */
    static List<byte[]> unwrapped(byte[] address) {
        boolean compatible = V4_COMPATIBLE.contains(address) && !V6_OWN.contains(address);
        if (compatible || V4_MAPPED.contains(address) || V4_TRANSLATED.contains(address) || NAT64.contains(address)) {
            return List.of(v4At(12, address));
        }
        if (SIX_TO_FOUR.contains(address)) {
            return List.of(v4At(2, address));
        }
        return TEREDO.contains(address)
                ? List.of(address, v4At(4, address), inverted(v4At(12, address)))
                : List.of(address);
    }

    /** Returns four bytes from a position on, without the byte that NAT64 reserves. */
    private static byte[] v4At(int start, byte[] address) {
        byte[] v4 = new byte[V4_BYTES];
        int at = start;
        for (int i = 0; i < V4_BYTES; i++) {
            at += at == NAT64_FREE_BYTE ? 1 : 0;
            v4[i] = address[at++];
        }
        return v4;
    }

    private static byte[] inverted(byte[] bytes) {
        byte[] inverted = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            inverted[i] = (byte) ~bytes[i];
        }
        return inverted;
    }

    static boolean isPublic(byte[] address) {
        if (isMetadata(address)) {
            return false;
        }
        return address.length == V4_BYTES
                ? V4_RESERVED.stream().noneMatch(block -> block.contains(address))
                : V6_GLOBAL.contains(address) && V6_RESERVED.stream().noneMatch(block -> block.contains(address));
    }

    /** Returns whether deliveries to the address are forbidden even if private networks are allowed. */
    static boolean isSpecial(byte[] address) {
        return isMetadata(address) || SPECIAL.stream().anyMatch(block -> block.contains(address));
    }

    /**
     * Returns whether the address leads to a metadata service, also through a network's own NAT64. Its prefix is not known here,
     * so every position is checked at which the IPv4 address can be.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6052#section-2.2">RFC 6052</a>
     */
    private static boolean isMetadata(byte[] address) {
        if (address.length == V4_BYTES) {
            return V4_METADATA.stream().anyMatch(block -> block.contains(address));
        }
        return V6_METADATA.stream().anyMatch(block -> block.contains(address))
                || NAT64_PLACES.stream().anyMatch(place -> isMetadata(v4At(place, address)));
    }
}
