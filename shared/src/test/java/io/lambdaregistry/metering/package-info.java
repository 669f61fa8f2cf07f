@NullMarked
package io.lambdaregistry.metering;

import org.jspecify.annotations.NullMarked;
