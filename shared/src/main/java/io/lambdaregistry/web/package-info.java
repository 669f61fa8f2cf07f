/** What the registry sends to others by HTTP. */
@NullMarked
package io.lambdaregistry.web;

import org.jspecify.annotations.NullMarked;
