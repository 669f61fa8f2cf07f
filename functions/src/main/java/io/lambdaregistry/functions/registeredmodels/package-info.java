/** The operations of /mlflow/registeredmodels. */
@NullMarked
package io.lambdaregistry.functions.registeredmodels;

import org.jspecify.annotations.NullMarked;
