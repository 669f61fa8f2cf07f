@NullMarked
package io.lambdaregistry.local.remote;

import org.jspecify.annotations.NullMarked;
