/** What clients ask a server about itself. */
@NullMarked
package io.lambdaregistry.functions.server;

import org.jspecify.annotations.NullMarked;
