/** The events of the registry: one for each change of a model or version, written with the change. */
@NullMarked
package io.lambdaregistry.event;

import org.jspecify.annotations.NullMarked;
