package io.lambdaregistry.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ResumableSha256Test {
    private final SplittableRandom random = new SplittableRandom(19);

    private static String byTheJdk(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    @Test
    void itIsTheJdksDigestForEveryLength() throws Exception {
        for (int length = 0; length < 300; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            ResumableSha256 digest = new ResumableSha256();
            digest.add(bytes, 0, length);
            assertThat(digest.hex()).isEqualTo(byTheJdk(bytes));
            assertThat(digest.length()).isEqualTo(length);
        }
    }

    /** Stored and read after each part, as if the process ended there. */
    @Test
    void itContinuesFromItsStoredStateAfterPartsOfAnySize() throws Exception {
        for (int round = 0; round < 200; round++) {
            byte[] bytes = new byte[random.nextInt(5_000)];
            random.nextBytes(bytes);
            ResumableSha256 digest = new ResumableSha256();
            for (int at = 0; at < bytes.length; ) {
                int part = Math.min(bytes.length - at, random.nextInt(200));
                digest = ResumableSha256.from(digest.state());
                digest.add(bytes, at, part);
                at += part;
                assertThat(digest.length()).isEqualTo(at);
            }
            assertThat(digest.hex()).isEqualTo(byTheJdk(bytes));
            assertThat(ResumableSha256.from(digest.state()).hex()).isEqualTo(digest.hex());
        }
    }

    /** Beyond 512 MB, the length in bits is more than an int holds. */
    @Test
    void itCountsMoreBitsThanAnIntHolds() throws Exception {
        byte[] megabyte = new byte[1 << 20];
        random.nextBytes(megabyte);
        ResumableSha256 digest = new ResumableSha256();
        MessageDigest expected = MessageDigest.getInstance("SHA-256");
        for (int i = 0; i < 513; i++) {
            digest.add(megabyte, 0, megabyte.length);
            expected.update(megabyte);
        }
        assertThat(digest.hex()).isEqualTo(HexFormat.of().formatHex(expected.digest()));
    }

    @Test
    void bytesThatAreNoStateAreRefused() {
        byte[] state = new ResumableSha256().state();
        assertThat(state).hasSize(40);
        for (byte[] none : new byte[][] {new byte[0], new byte[39], new byte[41], new byte[104]}) {
            assertThatThrownBy(() -> ResumableSha256.from(none)).isInstanceOf(IllegalArgumentException.class);
        }
        state[32] = -1;
        assertThatThrownBy(() -> ResumableSha256.from(state)).isInstanceOf(IllegalArgumentException.class);
    }
}
