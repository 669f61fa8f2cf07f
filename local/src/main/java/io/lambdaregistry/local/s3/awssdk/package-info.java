/**
 * This package exists for its name. S3Proxy derives a store's capabilities from its class name: {@code awssdk} stands for all
 * of S3's, conditional writes among them. So S3Proxy passes conditions on to the store, which it would otherwise imitate by a
 * check before the write.
 */
@NullMarked
package io.lambdaregistry.local.s3.awssdk;

import org.jspecify.annotations.NullMarked;
