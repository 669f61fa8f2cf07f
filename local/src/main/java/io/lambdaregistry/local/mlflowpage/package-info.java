/** MLflow's own web page, from an installed {@code mlflow} package, on this registry's API. */
@NullMarked
package io.lambdaregistry.local.mlflowpage;

import org.jspecify.annotations.NullMarked;
