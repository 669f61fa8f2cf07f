package io.lambdaregistry.functions.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.functions.http.HandlerCall;
import io.lambdaregistry.functions.http.HandlerCall.Answer;
import io.lambdaregistry.ui.PageFiles;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class GetPageTest {
    private final GetPage handler = new GetPage(new PageFiles());

    @Test
    void thePageIsServedWithItsPolicy() throws IOException {
        Answer answer = HandlerCall.of("GET", "/").to(handler);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text()).startsWith("<!doctype html>");
        assertThat(answer.headers())
                .containsEntry("content-type", "text/html; charset=utf-8")
                .containsEntry("x-content-type-options", "nosniff")
                .containsKey("content-security-policy");
    }

    @Test
    void aFileThatTheBrowserHasIsNotSentAgain() throws IOException {
        String etag =
                String.valueOf(HandlerCall.of("GET", "/").to(handler).headers().get("etag"));
        Answer again = HandlerCall.of("GET", "/").header("If-None-Match", etag).to(handler);
        assertThat(again.status()).isEqualTo(304);
        assertThat(again.text()).isEmpty();
    }

    @Test
    void aFileOfNoPageIsNotFound() throws IOException {
        assertThat(HandlerCall.of("GET", "/ui/x/app.js").to(handler).status()).isEqualTo(404);
    }
}
