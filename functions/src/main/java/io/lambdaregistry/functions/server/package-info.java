/** The operations in which clients ask for facts about the server itself. */
@NullMarked
package io.lambdaregistry.functions.server;

import org.jspecify.annotations.NullMarked;
