@NullMarked
package io.lambdaregistry.local.uploads;

import org.jspecify.annotations.NullMarked;
