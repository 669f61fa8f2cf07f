package io.lambdaregistry.search;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Parses MLflow's filter language: comparisons joined by AND. It fails with nothing but INVALID_PARAMETER_VALUE.
 *
 * <pre>
 * filter     = [ comparison { [ "AND" ] comparison } ]
 * comparison = identifier comparator value | identifier ["NOT"] "IN" "(" text { "," text } ")"
 *            | identifier "IS" ["NOT"] "NULL"
 * identifier = word { "." ( word | quoted ) }
 * comparator = "=" | "!=" | "<>" | "<" | "<=" | ">" | ">=" | "LIKE" | "ILIKE"
 * </pre>
 *
 * @see <a href="https://mlflow.org/docs/latest/search-runs.html">MLflow: search syntax</a>
 */
public final class FilterParser {
    private final String filter;
    private final List<Token> tokens;
    private int next;

    private FilterParser(String filter) {
        this.filter = filter;
        this.tokens = Lexer.tokens(filter);
    }

    /**
     * The clauses of a filter, in their order; none for a blank one.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE, with the clause that can't be read
     */
    public static List<Comparison> parse(String filter) {
        FilterParser parser = new FilterParser(filter);
        List<Comparison> clauses = new ArrayList<>();
        while (!parser.peek().is(Kind.END)) {
            if (parser.peek().isWord("AND")) {
                parser.take();
            } else {
                clauses.add(parser.comparison());
            }
        }
        return clauses;
    }

    private Comparison comparison() {
        int start = next;
        StringBuilder name = new StringBuilder();
        boolean quoted = identifier(name);
        int dot = name.indexOf(".");
        String entity = dot < 0 || (quoted && next - start == 1) ? "" : name.substring(0, dot);
        String key = entity.isEmpty() ? name.toString() : name.substring(dot + 1);
        Operator operator = operator();
        return new Comparison(entity, key, quoted, operator, value(operator));
    }

    /** Appends the identifier without its quotes; answers whether its last part is quoted. */
    private boolean identifier(StringBuilder name) {
        while (true) {
            Token part = take();
            boolean quoted = part.is(Kind.BACK_QUOTED) || part.is(Kind.DOUBLE_QUOTED);
            if (!quoted && !part.is(Kind.WORD)) {
                throw invalidClause(part);
            }
            name.append(part.text());
            if (!peek().is(Kind.DOT)) {
                return quoted;
            }
            name.append(take().text());
        }
    }

    private Operator operator() {
        Token token = take();
        if (token.is(Kind.COMPARATOR)) {
            return symbol(token);
        }
        if (token.is(Kind.WORD)) {
            return switch (token.text().toUpperCase(Locale.ROOT)) {
                case "LIKE" -> Operator.LIKE;
                case "ILIKE" -> Operator.ILIKE;
                case "IN" -> Operator.IN;
                case "NOT" -> {
                    expectWord("IN");
                    yield Operator.NOT_IN;
                }
                case "IS" -> isNull();
                default -> throw invalidClause(token);
            };
        }
        throw invalidClause(token);
    }

    private static Operator symbol(Token token) {
        return switch (token.text()) {
            case "=" -> Operator.EQUAL;
            case "!=", "<>" -> Operator.NOT_EQUAL;
            case "<" -> Operator.LESS;
            case "<=" -> Operator.LESS_OR_EQUAL;
            case ">" -> Operator.GREATER;
            case ">=" -> Operator.GREATER_OR_EQUAL;
            default -> throw RegistryException.invalid("Invalid comparator '" + token.text() + "' in filter string.");
        };
    }

    private Operator isNull() {
        boolean not = peek().isWord("NOT");
        if (not) {
            take();
        }
        expectWord("NULL");
        return not ? Operator.IS_NOT_NULL : Operator.IS_NULL;
    }

    private FilterValue value(Operator operator) {
        return switch (operator) {
            case IS_NULL, IS_NOT_NULL -> new FilterValue.None();
            case IN, NOT_IN -> list();
            default -> single();
        };
    }

    private FilterValue single() {
        Token token = take();
        return switch (token.kind()) {
            case SINGLE_QUOTED, DOUBLE_QUOTED -> new FilterValue.Text(token.text());
            case NUMBER -> number(token);
            case WORD, BACK_QUOTED ->
                throw RegistryException.invalid(
                        "Parameter value is either not quoted or unidentified quote types used for string value %s. Use either single or double quotes."
                                .formatted(token.text()));
            default -> throw invalidClause(token);
        };
    }

    private FilterValue number(Token token) {
        try {
            return new FilterValue.Numeric(Double.parseDouble(token.text()), token.text());
        } catch (NumberFormatException e) {
            throw invalidClause(token);
        }
    }

    private FilterValue list() {
        expect(Kind.OPEN);
        List<String> texts = new ArrayList<>();
        do {
            Token token = take();
            if (!token.is(Kind.SINGLE_QUOTED) && !token.is(Kind.DOUBLE_QUOTED)) {
                throw RegistryException.invalid("While parsing a list in the query, expected string value, got '"
                        + token.text() + "'. The list must hold quoted strings, with a comma between each two.");
            }
            texts.add(token.text());
        } while (taken(Kind.COMMA));
        expect(Kind.CLOSE);
        return new FilterValue.TextList(texts);
    }

    private boolean taken(Kind kind) {
        boolean is = peek().is(kind);
        if (is) {
            take();
        }
        return is;
    }

    private void expect(Kind kind) {
        Token token = take();
        if (!token.is(kind)) {
            throw invalidClause(token);
        }
    }

    private void expectWord(String word) {
        Token token = take();
        if (!token.isWord(word)) {
            throw invalidClause(token);
        }
    }

    private Token peek() {
        return tokens.get(next);
    }

    private Token take() {
        Token token = tokens.get(next);
        if (!token.is(Kind.END)) {
            next++;
        }
        return token;
    }

    private RegistryException invalidClause(Token token) {
        String found = token.is(Kind.END) ? "the end" : "'" + token.text() + "'";
        return RegistryException.invalid(
                "Invalid clause(s) in filter string: %s at position %d of '%s' does not fit. Expected comparisons such as name = 'a' joined by AND."
                        .formatted(found, token.at() + 1, filter));
    }
}
