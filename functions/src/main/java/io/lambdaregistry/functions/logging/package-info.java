/** The functions' log: a line of JSON for each call, with its cost, and the warnings of libraries. */
@NullMarked
package io.lambdaregistry.functions.logging;

import org.jspecify.annotations.NullMarked;
