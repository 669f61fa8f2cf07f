/** Services of AWS of which only an operation or two is called: without their modules of the SDK. */
@NullMarked
package io.lambdaregistry.aws;

import org.jspecify.annotations.NullMarked;
