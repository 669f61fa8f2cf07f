/** The manifests of versions: an API of this registry's own. */
@NullMarked
package io.lambdaregistry.functions.seals;

import org.jspecify.annotations.NullMarked;
