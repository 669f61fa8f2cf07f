package io.lambdaregistry.functions.ui;

import io.lambdaregistry.functions.http.ApiHandler;
import io.lambdaregistry.functions.http.ApiRequest;
import io.lambdaregistry.functions.http.ApiResponse;
import io.lambdaregistry.ui.Page;
import io.lambdaregistry.ui.PageAnswer;

/** {@code GET /} and {@code GET /ui/…}: the web page. It asks neither table nor bucket. */
public final class GetPage extends ApiHandler {
    private final Page page;

    public GetPage(Page page) {
        this.page = page;
    }

    @Override
    protected ApiResponse handle(ApiRequest request) {
        PageAnswer answer =
                page.answer(request.path(), request.header("accept-encoding"), request.header("if-none-match"));
        return new ApiResponse.Binary(answer.status(), answer.headers(), answer.body());
    }
}
