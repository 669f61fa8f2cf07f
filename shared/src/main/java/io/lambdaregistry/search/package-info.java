/** MLflow's filter language: lexer, parser, sealed AST; order clauses; page tokens. Planning belongs to the stores. */
@NullMarked
package io.lambdaregistry.search;

import org.jspecify.annotations.NullMarked;
