/** What the files of a model version are: their digests, computed in the background after the version is registered. */
@NullMarked
package io.lambdaregistry.seal;

import org.jspecify.annotations.NullMarked;
