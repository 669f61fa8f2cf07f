/** The audit trail: an API of this registry's own. */
@NullMarked
package io.lambdaregistry.functions.audit;

import org.jspecify.annotations.NullMarked;
