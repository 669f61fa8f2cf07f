@NullMarked
package io.lambdaregistry.local.backup;

import org.jspecify.annotations.NullMarked;
