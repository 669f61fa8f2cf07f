/** Tests with the clients that users have, against the registry started as users start it. */
@NullMarked
package io.lambdaregistry.clienttests;

import org.jspecify.annotations.NullMarked;
