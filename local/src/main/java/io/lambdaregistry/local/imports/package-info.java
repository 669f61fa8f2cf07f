/** {@code registry import}: copies what another MLflow server has into this registry. */
@NullMarked
package io.lambdaregistry.local.imports;

import org.jspecify.annotations.NullMarked;
