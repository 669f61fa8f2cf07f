/**
 * A package for its name. S3Proxy asks the name of a store's class what the store can do; {@code awssdk} in it says: all that
 * S3 does, conditional writes among it, and so S3Proxy hands on what it would else imitate by a check before the act.
 */
@NullMarked
package io.lambdaregistry.local.s3.awssdk;

import org.jspecify.annotations.NullMarked;
