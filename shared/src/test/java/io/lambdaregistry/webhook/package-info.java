@NullMarked
package io.lambdaregistry.webhook;

import org.jspecify.annotations.NullMarked;
