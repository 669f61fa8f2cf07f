/** One class for each operation on logged models. */
@NullMarked
package io.lambdaregistry.functions.loggedmodels;

import org.jspecify.annotations.NullMarked;
