/** The folder that keeps a registry, its secrets, and the reasons why a registry cannot start. */
@NullMarked
package io.lambdaregistry.local.data;

import org.jspecify.annotations.NullMarked;
