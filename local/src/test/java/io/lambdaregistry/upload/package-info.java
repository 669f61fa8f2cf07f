@NullMarked
package io.lambdaregistry.upload;

import org.jspecify.annotations.NullMarked;
