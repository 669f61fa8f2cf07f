/** The web page's files, and what its views show in one answer each. */
@NullMarked
package io.lambdaregistry.functions.ui;

import org.jspecify.annotations.NullMarked;
