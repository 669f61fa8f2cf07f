package io.lambdaregistry.functions.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OperationGroupTest {
    private static final class Answering extends ApiHandler {
        private final String text;

        Answering(String text) {
            this.text = text;
        }

        @Override
        protected ApiResponse handle(ApiRequest request) {
            return ApiResponse.text(200, text);
        }
    }

    private static final class Group extends OperationGroup {
        Group() {
            super(Map.of(
                    "GET /a", new Answering("get"), "POST /a", new Answering("post"), "ANY /b", new Answering("any")));
        }
    }

    private static String answer(String method, String path) throws IOException {
        return HandlerCall.of(method, path).to(new Group()).text();
    }

    @Test
    void theOperationOfTheRouteAnswers() throws IOException {
        assertThat(answer("GET", "/a")).isEqualTo("get");
        assertThat(answer("POST", "/a")).isEqualTo("post");
        assertThat(answer("ANY", "/b")).isEqualTo("any");
    }

    @Test
    void aRouteOfAnyMethodIsFoundByThatOfTheRequestToo() throws IOException {
        assertThat(answer("PUT", "/b")).isEqualTo("any");
    }
}
