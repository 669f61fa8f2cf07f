/** The functions that no request calls, but an event. */
@NullMarked
package io.lambdaregistry.functions.triggers;

import org.jspecify.annotations.NullMarked;
