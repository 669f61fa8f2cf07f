/** Models that are uploaded to the bucket as folders, and become versions when their {@code MLmodel} arrives. */
@NullMarked
package io.lambdaregistry.upload;

import org.jspecify.annotations.NullMarked;
