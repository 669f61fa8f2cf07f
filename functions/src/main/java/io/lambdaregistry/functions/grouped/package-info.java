/**
 * The functions of template-grouped.yaml that serve all operations of a role. {@code src/build/Group.java} writes the classes from
 * template.yaml, as a part of the build.
 */
@NullMarked
package io.lambdaregistry.functions.grouped;

import org.jspecify.annotations.NullMarked;
