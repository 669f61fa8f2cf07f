package io.lambdaregistry.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CodePointOrderTest {
    @Test
    void textsSortAsTheirBytesDo() {
        List<String> texts = List.of("", "a", "A", "ab", "b", "é", "中", "\uffee", "😀", "😀a", "😁", "\ue000");
        for (String a : texts) {
            for (String b : texts) {
                int bytes =
                        Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
                assertThat(Integer.signum(CodePointOrder.COMPARATOR.compare(a, b)))
                        .as("%s ~ %s", a, b)
                        .isEqualTo(Integer.signum(bytes));
            }
        }
    }
}
