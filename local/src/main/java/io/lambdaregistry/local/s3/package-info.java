/**
 * S3 on the loopback. S3Proxy implements its protocol, and the objects lie in files of the data folder, under an index. Nothing
 * outside of this package depends on S3Proxy.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/">S3's API</a>
 */
@NullMarked
package io.lambdaregistry.local.s3;

import org.jspecify.annotations.NullMarked;
