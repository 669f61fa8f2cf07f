/** Calls a registry that runs elsewhere, over HTTP with the user's own AWS credentials. */
@NullMarked
package io.lambdaregistry.local.remote;

import org.jspecify.annotations.NullMarked;
