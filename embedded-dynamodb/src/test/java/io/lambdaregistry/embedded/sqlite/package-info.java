@NullMarked
package io.lambdaregistry.embedded.sqlite;

import org.jspecify.annotations.NullMarked;
