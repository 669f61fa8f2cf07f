/** The store of uploaded model folders, each of which becomes one version. */
@NullMarked
package io.lambdaregistry.dynamodb.upload;

import org.jspecify.annotations.NullMarked;
