@NullMarked
package io.lambdaregistry.aws;

import org.jspecify.annotations.NullMarked;
