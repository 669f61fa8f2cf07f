package io.lambdaregistry.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.s3.model.S3Exception;

final class S3ErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "403, PERMISSION_DENIED",
        "429, TEMPORARILY_UNAVAILABLE",
        "500, TEMPORARILY_UNAVAILABLE",
        "503, TEMPORARILY_UNAVAILABLE",
        "507, RESOURCE_EXHAUSTED"
    })
    void aStatusHasOneMeaning(int status, ErrorCode code) {
        assertThat(S3Errors.translate(
                        (S3Exception) S3Exception.builder().statusCode(status).build()))
                .isInstanceOfSatisfying(
                        RegistryException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
