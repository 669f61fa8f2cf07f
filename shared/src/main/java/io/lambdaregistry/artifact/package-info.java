/** Artifacts: their paths, where they lie, and the port to what keeps them. */
@NullMarked
package io.lambdaregistry.artifact;

import org.jspecify.annotations.NullMarked;
