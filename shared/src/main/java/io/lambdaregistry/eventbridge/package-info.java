/** Events on a bus of Amazon EventBridge. */
@NullMarked
package io.lambdaregistry.eventbridge;

import org.jspecify.annotations.NullMarked;
