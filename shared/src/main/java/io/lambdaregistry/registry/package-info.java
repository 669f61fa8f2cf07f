/** The model registry: registered models, their versions, aliases, tags and stages. */
@NullMarked
package io.lambdaregistry.registry;

import org.jspecify.annotations.NullMarked;
