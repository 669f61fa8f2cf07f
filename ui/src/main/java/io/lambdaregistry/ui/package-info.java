/** The web page: its files and libraries, and the class that serves them. */
@NullMarked
package io.lambdaregistry.ui;

import org.jspecify.annotations.NullMarked;
