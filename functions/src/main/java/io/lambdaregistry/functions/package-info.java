/** The Lambda functions, one handler class an operation, grouped as the API is; their composition root. */
@NullMarked
package io.lambdaregistry.functions;

import org.jspecify.annotations.NullMarked;
