package io.lambdaregistry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ByteRangeTest {
    @Test
    void readsTheThreeForms() {
        assertThat(ByteRange.parse("bytes=1-3")).contains(new ByteRange.Between(1, 3));
        assertThat(ByteRange.parse("Bytes = 7 -")).contains(new ByteRange.From(7));
        assertThat(ByteRange.parse("bytes=-5")).contains(new ByteRange.Last(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-0", "bytes=9-", "bytes=-1"})
    void writesTheHeaderItRead(String header) {
        assertThat(ByteRange.parse(header).map(ByteRange::header)).contains(header);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "junk", "items=0-1", "bytes=-", "bytes=3-1", "bytes=0-0,2-2", "bytes=99999999999999999999-"})
    void ignoresWhatIsNoSingleRange(String header) {
        assertThat(ByteRange.parse(header)).isEmpty();
    }
}
