package io.lambdaregistry.search;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Parses MLflow's filter language: comparisons joined by AND. The only error is INVALID_PARAMETER_VALUE.
 *
 * <pre>
 * filter     = [ comparison { [ "AND" ] comparison } ]
 * comparison = identifier comparator value | identifier ["NOT"] "IN" "(" text { "," text } [ "," ] ")"
 *            | identifier "IS" ["NOT"] "NULL"
 * identifier = word { "." ( word | quoted ) }
 * comparator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE" | "ILIKE"
 * </pre>
 *
 * @see <a href="https://mlflow.org/docs/latest/search-runs.html">MLflow: search syntax</a>
 */
public final class FilterParser {
    /** Excludes texts that only Java reads as numbers: {@code 1d}, {@code 0x1p3}. */
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?");

    /** MLflow's own limit is lower: its database joins at most 64 tables, one for each clause. */
    private static final int MAX_CLAUSES = 100;

    private final String filter;
    private final List<Token> tokens;
    private int next;

    private FilterParser(String filter) {
        this.filter = filter;
        this.tokens = Lexer.tokens(filter);
    }

    /**
     * Returns the clauses of a filter in their order; an empty list for an empty filter.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE; the message quotes the clause that cannot be parsed
     */
    public static List<Comparison> parse(String filter) {
        if (filter.isBlank() && !filter.isEmpty()) {
            throw RegistryException.invalid("Invalid filter '" + filter + "'. Could not be parsed.");
        }
        FilterParser parser = new FilterParser(filter);
        List<Comparison> clauses = new ArrayList<>();
        while (!parser.peek().is(Kind.END)) {
            if (parser.peek().isWord("AND")) {
                parser.take();
            } else {
                clauses.add(parser.comparison());
                checkCount(clauses.size());
            }
        }
        return clauses;
    }

    private static void checkCount(int clauses) {
        if (clauses > MAX_CLAUSES) {
            throw RegistryException.invalid("The filter has more than " + MAX_CLAUSES
                    + " clauses. Use IN for many values of one attribute, or search several times.");
        }
    }

    private Comparison comparison() {
        int start = next;
        StringBuilder name = new StringBuilder();
        boolean quoted = identifier(name);
        int dot = name.indexOf(".");
        String entity = dot < 0 || (quoted && next - start == 1) ? "" : name.substring(0, dot);
        String key = entity.isEmpty() ? name.toString() : name.substring(dot + 1);
        Operator operator = operator(entity.equals("tags") || entity.equals("tag") ? "tag" : "attribute");
        return new Comparison(entity, key, quoted, operator, value(operator));
    }

    /** Appends the identifier without its quotes; returns whether its last part is quoted. */
    private boolean identifier(StringBuilder name) {
        while (true) {
            Token part = take();
            boolean quoted = part.is(Kind.BACK_QUOTED)
                    || part.is(Kind.DOUBLE_QUOTED)
                    || (part.is(Kind.SINGLE_QUOTED) && !name.isEmpty());
            if (!quoted && !part.is(Kind.WORD)) {
                throw invalidClause(part);
            }
            name.append(part.text());
            if (!peek().is(Kind.DOT)) {
                return quoted;
            }
            name.append(take().text());
            if (peek().is(Kind.COMPARATOR)) {
                return false; // the empty key
            }
        }
    }

    /** @param what the kind of the compared value, for the error message */
    private Operator operator(String what) {
        Token token = take();
        if (token.is(Kind.COMPARATOR)) {
            return symbol(token, what);
        }
        if (token.is(Kind.WORD)) {
            return switch (token.text().toUpperCase(Locale.ROOT)) {
                case "LIKE" -> Operator.LIKE;
                case "ILIKE" -> Operator.ILIKE;
                case "IN" -> Operator.IN;
                case "NOT" -> {
                    if (peek().isWord("LIKE") || peek().isWord("ILIKE")) {
                        throw unknown("NOT " + take().text().toUpperCase(Locale.ROOT), what);
                    }
                    expectWord("IN");
                    yield Operator.NOT_IN;
                }
                case "REGEXP", "RLIKE" -> throw unknown(token.text().toUpperCase(Locale.ROOT), what);
                case "IS" -> isNull();
                default -> throw invalidClause(token);
            };
        }
        throw invalidClause(token);
    }

    private static RegistryException unknown(String comparator, String what) {
        return RegistryException.invalid("Invalid comparator for " + what + ": " + comparator);
    }

    private static Operator symbol(Token token, String what) {
        return switch (token.text()) {
            case "=" -> Operator.EQUAL;
            case "!=" -> Operator.NOT_EQUAL;
            case "<" -> Operator.LESS;
            case "<=" -> Operator.LESS_OR_EQUAL;
            case ">" -> Operator.GREATER;
            case ">=" -> Operator.GREATER_OR_EQUAL;
            default -> throw unknown(token.text(), what);
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
                                .formatted(token.is(Kind.WORD) ? token.text() : "`" + token.text() + "`"));
            default -> throw invalidClause(token);
        };
    }

    private FilterValue number(Token token) {
        if (!NUMBER.matcher(token.text()).matches()) {
            throw invalidClause(token);
        }
        return new FilterValue.Numeric(Double.parseDouble(token.text()), token.text());
    }

    private FilterValue list() {
        expect(Kind.OPEN);
        List<String> texts = new ArrayList<>();
        do {
            texts.add(listed());
        } while (taken(Kind.COMMA) && !peek().is(Kind.CLOSE));
        expect(Kind.CLOSE);
        return new FilterValue.TextList(texts);
    }

    /** Reads one text of a list. Adjacent texts without a comma are joined, as in Python. */
    private String listed() {
        StringBuilder text = new StringBuilder();
        do {
            Token token = take();
            if (!isText(token)) {
                throw RegistryException.invalid("While parsing a list in the query, expected string value, got '"
                        + token.text() + "'. The list must hold quoted strings, with a comma between each two.");
            }
            text.append(token.text());
        } while (isText(peek()));
        return text.toString();
    }

    private static boolean isText(Token token) {
        return token.is(Kind.SINGLE_QUOTED) || token.is(Kind.DOUBLE_QUOTED);
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
