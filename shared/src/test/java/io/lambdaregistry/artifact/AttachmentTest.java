package io.lambdaregistry.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AttachmentTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a.txt | attachment; filename=a.txt",
                "a b+c(1).bin | attachment; filename=\"a b+c(1).bin\"",
                "say \"hi\".txt | attachment; filename=\"say \\\"hi\\\".txt\"",
                "ü日.md | attachment; filename=u.md; filename*=UTF-8''%C3%BC%E6%97%A5.md",
                "日本語 | attachment; filename=download; filename*=UTF-8''%E6%97%A5%E6%9C%AC%E8%AA%9E",
            })
    void namesTheFileAsMlflowsServerDoes(String name, String header) {
        assertThat(Attachment.named(name)).isEqualTo(header);
    }
}
