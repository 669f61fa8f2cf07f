/** Queues on Amazon SQS. */
@NullMarked
package io.lambdaregistry.sqs;

import org.jspecify.annotations.NullMarked;
