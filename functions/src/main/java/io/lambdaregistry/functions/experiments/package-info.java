/** One class for each operation on experiments. */
@NullMarked
package io.lambdaregistry.functions.experiments;

import org.jspecify.annotations.NullMarked;
