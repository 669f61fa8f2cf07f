@NullMarked
package io.lambdaregistry.functions.server;

import org.jspecify.annotations.NullMarked;
