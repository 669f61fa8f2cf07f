@NullMarked
package io.lambdaregistry.functions.ui;

import org.jspecify.annotations.NullMarked;
