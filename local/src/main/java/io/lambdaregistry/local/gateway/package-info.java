/** What API Gateway does in the cloud: HTTP requests become events (payload 2.0), the functions' answers HTTP responses. */
@NullMarked
package io.lambdaregistry.local.gateway;

import org.jspecify.annotations.NullMarked;
