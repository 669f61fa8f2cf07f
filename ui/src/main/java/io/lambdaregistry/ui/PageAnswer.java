package io.lambdaregistry.ui;

import java.io.InputStream;
import java.util.Map;

/**
 * The response to a request for a file of the page.
 *
 * @param status 200, 304 or 404
 * @param headers the headers; names in lower case
 * @param body the body; empty unless the status is 200
 */
public record PageAnswer(int status, Map<String, String> headers, InputStream body) {}
