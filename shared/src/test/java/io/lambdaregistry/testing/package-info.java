/** What the suites of the stores and those of other modules are run on. */
@NullMarked
package io.lambdaregistry.testing;

import org.jspecify.annotations.NullMarked;
