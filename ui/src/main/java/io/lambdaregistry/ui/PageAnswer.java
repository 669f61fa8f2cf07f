package io.lambdaregistry.ui;

import java.io.InputStream;
import java.util.Map;

/**
 * An answer of the page's server, whoever sends it.
 *
 * @param status 200, 304 or 404
 * @param headers names in lower case
 * @param body empty but for 200
 */
public record PageAnswer(int status, Map<String, String> headers, InputStream body) {}
