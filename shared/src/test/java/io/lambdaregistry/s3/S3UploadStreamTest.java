package io.lambdaregistry.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class S3UploadStreamTest {
    private static final int PART_SIZE = 100;

    private final FakeS3 s3 = new FakeS3();

    private S3UploadStream upload() {
        return new S3UploadStream(s3, "bucket", "key", "text/plain", PART_SIZE);
    }

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        new Random(count).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PART_SIZE - 1, PART_SIZE})
    void aFileThatFitsIntoOnePartIsOnePut(int size) {
        try (S3UploadStream upload = upload()) {
            upload.write(bytes(size), 0, size);
            upload.commit();
        }
        assertThat(s3.calls).containsExactly("put");
        assertThat(s3.objects.get("key")).isEqualTo(bytes(size));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, PART_SIZE, 1_000})
    void moreIsSentInPartsHoweverItIsWritten(int atATime) {
        byte[] all = bytes(333);
        try (S3UploadStream upload = upload()) {
            for (int i = 0; i < all.length; i += atATime) {
                upload.write(all, i, Math.min(atATime, all.length - i));
            }
            upload.commit();
        }
        assertThat(s3.calls).containsExactly("create", "part 1", "part 2", "part 3", "part 4", "complete");
        assertThat(s3.objects.get("key")).isEqualTo(all);
    }

    @Test
    void takesSingleBytes() {
        try (S3UploadStream upload = upload()) {
            upload.write('h');
            upload.write('i');
            upload.commit();
        }
        assertThat(s3.objects.get("key")).asString().isEqualTo("hi");
    }

    @Test
    void closingWithoutCommitLeavesNothing() {
        try (S3UploadStream upload = upload()) {
            upload.write(bytes(50), 0, 50);
        }
        assertThat(s3.calls).isEmpty();
    }

    @Test
    void closingAfterPartsWithoutCommitTakesThemBack() {
        try (S3UploadStream upload = upload()) {
            upload.write(bytes(250), 0, 250);
        }
        assertThat(s3.calls).containsExactly("create", "part 1", "part 2", "abort");
        assertThat(s3.objects).isEmpty();
        assertThat(s3.pendingParts).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"part 2", "complete"})
    void aFailureOnTheWayIsTakenBackAndMayBeTriedAgain(String failing) {
        s3.failingCall = failing;
        assertThatThrownBy(() -> {
                    try (S3UploadStream upload = upload()) {
                        upload.write(bytes(250), 0, 250);
                        upload.commit();
                    }
                })
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE));
        assertThat(s3.calls).endsWith("abort");
        assertThat(s3.objects).isEmpty();
    }

    @Test
    void aFailedAbortDoesNotHideWhatWentWrong() {
        s3.failingCall = "abort";
        try (S3UploadStream upload = upload()) {
            upload.write(bytes(250), 0, 250);
        }
        assertThat(s3.objects).isEmpty();
    }

    @Test
    void closingTwiceAbortsOnce() {
        S3UploadStream upload = upload();
        upload.write(bytes(250), 0, 250);
        upload.close();
        upload.close();
        assertThat(s3.calls).containsOnlyOnce("abort");
    }

    @Test
    void refusesMoreThanTenThousandParts() {
        try (S3UploadStream upload = new S3UploadStream(s3, "bucket", "key", "text/plain", 1)) {
            upload.write(bytes(10_001), 0, 10_001);
            assertThatThrownBy(() -> upload.write(1))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.REQUEST_LIMIT_EXCEEDED));
        }
        assertThat(s3.objects).isEmpty();
    }
}
