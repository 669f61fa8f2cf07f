/** What happened to models and versions: an event for each change, kept with it. */
@NullMarked
package io.lambdaregistry.event;

import org.jspecify.annotations.NullMarked;
