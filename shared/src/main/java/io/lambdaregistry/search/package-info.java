/** MLflow's filter language (lexer, parser, sealed AST), order clauses and page tokens. The stores plan the searches. */
@NullMarked
package io.lambdaregistry.search;

import org.jspecify.annotations.NullMarked;
