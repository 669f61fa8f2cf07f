/** What saturates first where no machine is large enough to try: a model fed with what the operations were measured to cost. */
@NullMarked
package io.lambdaregistry.benchmarks.saturation;

import org.jspecify.annotations.NullMarked;
