@NullMarked
package io.lambdaregistry.artifact;

import org.jspecify.annotations.NullMarked;
