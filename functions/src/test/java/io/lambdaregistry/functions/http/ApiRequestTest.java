package io.lambdaregistry.functions.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ApiRequestTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gzip|true",
                "br, GZIP ; q=0.5|true",
                "deflate;q=1, *|true",
                "gzip;q=0.001|true",
                "gzip;q=0|false",
                "gzip; q=0.000|false",
                "gzip;q=0, *|false",
                "*;q=0|false",
                "br|false",
                "x-gzip-like|false",
                "''|false"
            })
    void aClientAcceptsGzipUnlessItsWeightIsZero(String header, boolean accepted) {
        assertThat(withHeaders(Map.of("accept-encoding", header)).acceptsGzip()).isEqualTo(accepted);
    }

    @Test
    void aClientThatDoesNotSayWhatItAcceptsGetsPlainBytes() {
        assertThat(withHeaders(Map.of()).acceptsGzip()).isFalse();
    }

    private static ApiRequest withHeaders(Map<String, String> headers) {
        return new ApiRequest(
                "GET /", "GET", "/", Map.of(), Map.of(), headers, "", Optional.empty(), RequestBody.EMPTY);
    }
}
