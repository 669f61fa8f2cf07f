/** The store of registered models, their versions, aliases, stages and tags, and the table that is made for it. */
@NullMarked
package io.lambdaregistry.dynamodb.registry;

import org.jspecify.annotations.NullMarked;
