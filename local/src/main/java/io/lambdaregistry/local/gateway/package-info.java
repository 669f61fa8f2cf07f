/** The local API Gateway: turns HTTP requests into events (payload 2.0), and the functions' responses into HTTP responses. */
@NullMarked
package io.lambdaregistry.local.gateway;

import org.jspecify.annotations.NullMarked;
