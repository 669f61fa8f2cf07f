@NullMarked
package io.lambdaregistry.functions.artifacts;

import org.jspecify.annotations.NullMarked;
