@NullMarked
package io.lambdaregistry.local.commands;

import org.jspecify.annotations.NullMarked;
