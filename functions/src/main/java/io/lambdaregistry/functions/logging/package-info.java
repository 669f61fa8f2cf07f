/** What libraries warn of, in the function's log. */
@NullMarked
package io.lambdaregistry.functions.logging;

import org.jspecify.annotations.NullMarked;
