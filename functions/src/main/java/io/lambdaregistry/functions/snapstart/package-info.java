/**
 * Prepares a function before SnapStart saves its memory: a rehearsal loads and compiles its code, so that each copy starts
 * warm.
 */
@NullMarked
package io.lambdaregistry.functions.snapstart;

import org.jspecify.annotations.NullMarked;
