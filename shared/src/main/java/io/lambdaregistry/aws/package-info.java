/** AWS services of which the registry calls one or two operations, called without the SDK's module for the service. */
@NullMarked
package io.lambdaregistry.aws;

import org.jspecify.annotations.NullMarked;
