@NullMarked
package io.lambdaregistry.localstack;

import org.jspecify.annotations.NullMarked;
