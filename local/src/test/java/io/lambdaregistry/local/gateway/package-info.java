@NullMarked
package io.lambdaregistry.local.gateway;

import org.jspecify.annotations.NullMarked;
