@NullMarked
package io.lambdaregistry.local.webhooks;

import org.jspecify.annotations.NullMarked;
