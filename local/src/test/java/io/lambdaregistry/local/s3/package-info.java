@NullMarked
package io.lambdaregistry.local.s3;

import org.jspecify.annotations.NullMarked;
