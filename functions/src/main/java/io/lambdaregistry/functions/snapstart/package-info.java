/** What a function does before SnapStart keeps its memory: it rehearses, so that its copies need not begin as beginners. */
@NullMarked
package io.lambdaregistry.functions.snapstart;

import org.jspecify.annotations.NullMarked;
