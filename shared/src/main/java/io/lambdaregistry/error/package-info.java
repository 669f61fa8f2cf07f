/** Errors that clients receive: one exception, and one enum of MLflow's error codes with their HTTP statuses. */
@NullMarked
package io.lambdaregistry.error;

import org.jspecify.annotations.NullMarked;
