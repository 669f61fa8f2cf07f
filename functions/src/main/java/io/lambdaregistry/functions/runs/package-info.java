/** One class for each operation on runs. */
@NullMarked
package io.lambdaregistry.functions.runs;

import org.jspecify.annotations.NullMarked;
