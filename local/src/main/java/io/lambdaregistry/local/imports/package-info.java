/** {@code registry import}: copies the content of another MLflow server into this registry. */
@NullMarked
package io.lambdaregistry.local.imports;

import org.jspecify.annotations.NullMarked;
