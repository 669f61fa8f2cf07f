/** The stores of experiments, runs and logged models. */
@NullMarked
package io.lambdaregistry.dynamodb.tracking;

import org.jspecify.annotations.NullMarked;
