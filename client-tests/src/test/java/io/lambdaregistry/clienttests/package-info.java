/** The clients that people really use, against the registry started as they start it. */
@NullMarked
package io.lambdaregistry.clienttests;

import org.jspecify.annotations.NullMarked;
