@NullMarked
package io.lambdaregistry.functions.experiments;

import org.jspecify.annotations.NullMarked;
