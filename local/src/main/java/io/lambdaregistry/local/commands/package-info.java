/** The command {@code registry}: a class a subcommand, and the options that several share. */
@NullMarked
package io.lambdaregistry.local.commands;

import org.jspecify.annotations.NullMarked;
