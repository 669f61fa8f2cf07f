/** An API Gateway HTTP API event (payload 2.0) in, its answer out; requests decoded and errors mapped in one place. */
@NullMarked
package io.lambdaregistry.functions.http;

import org.jspecify.annotations.NullMarked;
