/** The embedded S3: S3Proxy, and what makes it do as S3 does. Nothing outside this package knows S3Proxy. */
@NullMarked
package io.lambdaregistry.local.s3;

import org.jspecify.annotations.NullMarked;
