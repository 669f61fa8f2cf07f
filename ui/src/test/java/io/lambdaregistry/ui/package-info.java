@NullMarked
package io.lambdaregistry.ui;

import org.jspecify.annotations.NullMarked;
