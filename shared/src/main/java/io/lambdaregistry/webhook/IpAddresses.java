package io.lambdaregistry.webhook;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Which addresses are of the public internet.
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

    /** Within the global ones: protocol assignments and Teredo, documentation, and 6to4, which is looked into first. */
    private static final List<Block> V6_RESERVED = List.of(
            new Block("20010000000000000000000000000000", 23),
            new Block("20010db8000000000000000000000000", 32),
            new Block("3fff0000000000000000000000000000", 20));

    private static final Block V4_MAPPED = new Block("00000000000000000000ffff00000000", 96);
    private static final Block V4_COMPATIBLE = new Block("00000000000000000000000000000000", 96);

    /** {@code ::} and {@code ::1}, which stand for themselves. */
    private static final Block V6_OWN = new Block("00000000000000000000000000000000", 127);

    private static final Block NAT64 = new Block("0064ff9b000000000000000000000000", 96);
    private static final Block SIX_TO_FOUR = new Block("20020000000000000000000000000000", 16);

    /** Of no host that could be meant, even in a private network; cloud machines tell their secrets at link-local ones. */
    private static final List<Block> SPECIAL = List.of(
            new Block("00000000", 8),
            new Block("a9fe0000", 16),
            new Block("e0000000", 4),
            new Block("f0000000", 4),
            new Block("00000000000000000000000000000000", 128),
            new Block("fe800000000000000000000000000000", 10),
            new Block("ff000000000000000000000000000000", 8));

    private IpAddresses() {}

    /** The addresses that begin with the same bits. */
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

    /** The address of IPv4 that one of IPv6 stands for, where it does: mapped, compatible, NAT64 and 6to4. */
    static byte[] withoutWrapping(byte[] address) {
        boolean compatible = V4_COMPATIBLE.contains(address) && !V6_OWN.contains(address);
        if (V4_MAPPED.contains(address) || compatible || NAT64.contains(address)) {
            return Arrays.copyOfRange(address, address.length - V4_BYTES, address.length);
        }
        return SIX_TO_FOUR.contains(address) ? Arrays.copyOfRange(address, 2, 2 + V4_BYTES) : address;
    }

    static boolean isPublic(byte[] address) {
        return address.length == V4_BYTES
                ? V4_RESERVED.stream().noneMatch(block -> block.contains(address))
                : V6_GLOBAL.contains(address) && V6_RESERVED.stream().noneMatch(block -> block.contains(address));
    }

    static boolean isSpecial(byte[] address) {
        return SPECIAL.stream().anyMatch(block -> block.contains(address));
    }
}
