/** Artifacts: their paths, their locations, and the ports of their stores. */
@NullMarked
package io.lambdaregistry.artifact;

import org.jspecify.annotations.NullMarked;
