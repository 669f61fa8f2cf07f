/** Answers what the registry asks about the runs and logged models that versions come from. */
@NullMarked
package io.lambdaregistry.lineage;

import org.jspecify.annotations.NullMarked;
