@NullMarked
package io.lambdaregistry.functions.logging;

import org.jspecify.annotations.NullMarked;
