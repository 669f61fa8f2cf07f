/** The seals of model versions: the digests of their files, computed in the background after a version is registered. */
@NullMarked
package io.lambdaregistry.seal;

import org.jspecify.annotations.NullMarked;
