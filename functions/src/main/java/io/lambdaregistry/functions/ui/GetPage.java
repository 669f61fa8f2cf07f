package io.lambdaregistry.functions.ui;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import io.lambdaregistry.ui.PageAnswer;
import io.lambdaregistry.ui.PageFiles;

/** {@code GET /} and {@code GET /ui/…}: returns the web page. It reads neither table nor bucket. */
public final class GetPage extends ApiHandler {
    private final PageFiles page;

    public GetPage(PageFiles page) {
        this.page = page;
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        PageAnswer answer = page.answer(request.path(), request.acceptsGzip(), request.header("if-none-match"));
        return new ApiResponse.Binary(answer.status(), answer.headers(), answer.body());
    }
}
