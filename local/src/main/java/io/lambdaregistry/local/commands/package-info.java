/** The command {@code registry}: one class for each subcommand, and the options that several subcommands share. */
@NullMarked
package io.lambdaregistry.local.commands;

import org.jspecify.annotations.NullMarked;
