@NullMarked
package io.lambdaregistry.local;

import org.jspecify.annotations.NullMarked;
