/** The web page: its files, its libraries, and how they are served. */
@NullMarked
package io.lambdaregistry.ui;

import org.jspecify.annotations.NullMarked;
