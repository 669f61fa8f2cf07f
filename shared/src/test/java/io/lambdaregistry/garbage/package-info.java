@NullMarked
package io.lambdaregistry.garbage;

import org.jspecify.annotations.NullMarked;
