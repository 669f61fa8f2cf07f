/** The operations of /mlflow/modelversions. */
@NullMarked
package io.lambdaregistry.functions.modelversions;

import org.jspecify.annotations.NullMarked;
