package io.lambdaregistry.search;

import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One clause of an {@code order_by}: {@code name ASC}, {@code metrics.`val loss` DESC}.
 *
 * @param entity the part before the first dot; empty without a dot
 * @param token the key that the search for models uses: the identifier as written, but without quotes if a direction follows
 */
public record OrderBy(String entity, String key, String token, boolean ascending) {
    /** Bounds the work of sorting: every clause may compare every pair of results. */
    private static final int MAX_CLAUSES = 100;

    /** Parses all clauses of an order, each as {@link #parse} does. */
    public static List<OrderBy> parseAll(List<String> clauses) {
        checkCount(clauses);
        return clauses.stream().map(OrderBy::parse).toList();
    }

    /** @throws RegistryException INVALID_PARAMETER_VALUE if there are more than 100 clauses */
    public static void checkCount(List<?> clauses) {
        if (clauses.size() > MAX_CLAUSES) {
            throw RegistryException.invalid("`order_by` has more than " + MAX_CLAUSES + " clauses.");
        }
    }

    /**
     * Parses a clause; the default direction is ascending.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE
     */
    public static OrderBy parse(String clause) {
        List<Word> words = words(clause);
        if (words.size() > 2) {
            throw unparsable(clause);
        }
        boolean directed = words.size() == 2;
        String direction = directed ? words.getLast().written().toUpperCase(Locale.ROOT) : "ASC";
        if (!direction.equals("ASC") && !direction.equals("DESC")) {
            throw RegistryException.invalid("Invalid ordering key in order_by clause '" + clause + "'.");
        }
        String token = directed ? words.getFirst().unquoted() : words.getFirst().written();
        int dot = token.indexOf('.');
        String key = withoutQuotes(token.substring(dot + 1));
        if (key.isEmpty()) {
            throw unparsable(clause);
        }
        return new OrderBy(dot < 0 ? "" : token.substring(0, dot), key, token, direction.equals("ASC"));
    }

    /** A word as written, and without its quotes. */
    private record Word(String written, String unquoted) {}

    /**
     * Splits a clause into words at the unquoted spaces. A word consists of letters, digits and dots, and of parts in backticks or
     * double quotes. Single quotes are allowed only after a dot; elsewhere SQL reads them as a text, not a name.
     */
    private static List<Word> words(String clause) {
        List<Word> words = new ArrayList<>();
        int at = 0;
        while (at < clause.length()) {
            int start = at;
            StringBuilder unquoted = new StringBuilder();
            while (at < clause.length() && !Character.isWhitespace(clause.charAt(at))) {
                char c = clause.charAt(at);
                boolean quote = c == '`' || c == '"' || (c == '\'' && at > start && clause.charAt(at - 1) == '.');
                int end = quote ? clause.indexOf(c, at + 1) : at;
                if (end < 0 || !(quote || isWordPart(c))) {
                    throw unparsable(clause);
                }
                unquoted.append(clause, quote ? at + 1 : at, quote ? end : at + 1);
                at = end + 1;
            }
            words.add(new Word(clause.substring(start, at), unquoted.toString()));
            while (at < clause.length() && Character.isWhitespace(clause.charAt(at))) {
                at++;
            }
        }
        if (words.isEmpty() || !clause.equals(clause.strip())) {
            throw unparsable(clause);
        }
        return words;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c)
                || c == '_'
                || c == '$'
                || c == '#'
                || c == '@'
                || c == '.'
                || Character.isSurrogate(c);
    }

    private static String withoutQuotes(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        boolean quoted = (first == '`' || first == '"' || first == '\'')
                && text.length() > 1
                && text.charAt(text.length() - 1) == first;
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    private static RegistryException unparsable(String clause) {
        return RegistryException.invalid("Invalid order_by clause '" + clause + "'. Could not be parsed.");
    }
}
