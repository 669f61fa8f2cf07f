/** Deleted things: how long they can be restored, and how they are collected afterwards. */
@NullMarked
package io.lambdaregistry.garbage;

import org.jspecify.annotations.NullMarked;
