/** Models that are uploaded to the bucket as folders. A version is made when a folder's {@code MLmodel} arrives. */
@NullMarked
package io.lambdaregistry.upload;

import org.jspecify.annotations.NullMarked;
