/** The functions' log: a line of JSON for each call, with what it cost, and what libraries warn of. */
@NullMarked
package io.lambdaregistry.functions.logging;

import org.jspecify.annotations.NullMarked;
