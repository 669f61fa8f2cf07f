@NullMarked
package io.lambdaregistry.s3;

import org.jspecify.annotations.NullMarked;
