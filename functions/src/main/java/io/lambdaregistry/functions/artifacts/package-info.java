/** The operations on artifacts: upload, download, list and delete, through the API of MLflow's artifact server. */
@NullMarked
package io.lambdaregistry.functions.artifacts;

import org.jspecify.annotations.NullMarked;
