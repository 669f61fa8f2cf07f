@NullMarked
package io.lambdaregistry.functions.runs;

import org.jspecify.annotations.NullMarked;
