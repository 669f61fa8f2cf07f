/** Principals: the identities that make requests and changes. */
@NullMarked
package io.lambdaregistry.access;

import org.jspecify.annotations.NullMarked;
