@NullMarked
package io.lambdaregistry;

import org.jspecify.annotations.NullMarked;
