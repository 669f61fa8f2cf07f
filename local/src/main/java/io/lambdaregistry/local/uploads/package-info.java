/** The local counterpart of S3's notifications, SQS and Lambda, for the function that registers uploads. */
@NullMarked
package io.lambdaregistry.local.uploads;

import org.jspecify.annotations.NullMarked;
