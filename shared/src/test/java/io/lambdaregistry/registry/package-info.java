@NullMarked
package io.lambdaregistry.registry;

import org.jspecify.annotations.NullMarked;
