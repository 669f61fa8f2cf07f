/** What S3's notifications, SQS and Lambda are to the upload trigger, on a laptop. */
@NullMarked
package io.lambdaregistry.local.uploads;

import org.jspecify.annotations.NullMarked;
