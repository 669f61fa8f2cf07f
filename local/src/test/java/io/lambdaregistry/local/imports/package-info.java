@NullMarked
package io.lambdaregistry.local.imports;

import org.jspecify.annotations.NullMarked;
