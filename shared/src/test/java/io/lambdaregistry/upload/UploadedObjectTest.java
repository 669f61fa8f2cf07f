package io.lambdaregistry.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.access.Principal;
import org.junit.jupiter.api.Test;

final class UploadedObjectTest {
    private static UploadedObject put(String versionId, String etag, String sequencer) {
        return new UploadedObject("b", "k", versionId, etag, sequencer, 1, Principal.s3("AWS:uploader"));
    }

    @Test
    void aPutIsIdentifiedByItsVersionOrByItsContentAndPlace() {
        assertThat(put("v1", "e", "01").putId()).isEqualTo("v1");
        assertThat(put("", "e", "01").putId())
                .isEqualTo("e-01")
                .isNotEqualTo(put("", "e", "02").putId());
    }

    @Test
    void putsSortBySequencersAsIfZerosFollowedTheShorterOne() {
        assertThat(put("", "", "0055AED6DCD90281E5").putOrder())
                .isLessThan(put("", "", "0055aed6dcd90281e501").putOrder())
                .isLessThan(put("", "", "0055AED6DCD90281E6").putOrder())
                .isGreaterThan(put("", "", "not hexadecimal").putOrder());
    }
}
