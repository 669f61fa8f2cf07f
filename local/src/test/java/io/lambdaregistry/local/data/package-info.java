@NullMarked
package io.lambdaregistry.local.data;

import org.jspecify.annotations.NullMarked;
