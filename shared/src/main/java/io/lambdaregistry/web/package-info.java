/** HTTP requests from the registry to other servers. */
@NullMarked
package io.lambdaregistry.web;

import org.jspecify.annotations.NullMarked;
