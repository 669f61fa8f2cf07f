/** How a refusal is told: one exception, one enum of MLflow's error codes and their HTTP statuses. */
@NullMarked
package io.lambdaregistry.error;

import org.jspecify.annotations.NullMarked;
