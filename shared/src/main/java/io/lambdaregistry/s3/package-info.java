/** The artifact store on S3. */
@NullMarked
package io.lambdaregistry.s3;

import org.jspecify.annotations.NullMarked;
