@NullMarked
package io.lambdaregistry.json;

import org.jspecify.annotations.NullMarked;
