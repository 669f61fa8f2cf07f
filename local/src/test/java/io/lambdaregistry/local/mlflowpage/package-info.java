@NullMarked
package io.lambdaregistry.local.mlflowpage;

import org.jspecify.annotations.NullMarked;
