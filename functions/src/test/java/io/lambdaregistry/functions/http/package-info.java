@NullMarked
package io.lambdaregistry.functions.http;

import org.jspecify.annotations.NullMarked;
