/**
 * Reads an API Gateway HTTP API event (payload 2.0) and writes its response; requests are decoded and errors mapped in one
 * place.
 */
@NullMarked
package io.lambdaregistry.functions.http;

import org.jspecify.annotations.NullMarked;
