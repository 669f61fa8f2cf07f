@NullMarked
package io.lambdaregistry.search;

import org.jspecify.annotations.NullMarked;
