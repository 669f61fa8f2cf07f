/** The web page's files, and the data of its views, one response for each view. */
@NullMarked
package io.lambdaregistry.functions.ui;

import org.jspecify.annotations.NullMarked;
