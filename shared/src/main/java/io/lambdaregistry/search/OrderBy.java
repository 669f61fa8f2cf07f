package io.lambdaregistry.search;

import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One clause of an {@code order_by}: {@code name ASC}, {@code metrics.`val loss` DESC}.
 *
 * @param entity what stands before the first dot; empty where there is none
 * @param token what the search for models takes for the key: the identifier as it is written, but without quotes where a
 *     direction follows
 */
public record OrderBy(String entity, String key, String token, boolean ascending) {
    /** Each result is compared by each clause. */
    private static final int MAX_CLAUSES = 100;

    /** As {@link #parse}, of all clauses of an order. */
    public static List<OrderBy> parseAll(List<String> clauses) {
        checkCount(clauses);
        return clauses.stream().map(OrderBy::parse).toList();
    }

    /** @throws RegistryException INVALID_PARAMETER_VALUE for an order of too many clauses */
    public static void checkCount(List<?> clauses) {
        if (clauses.size() > MAX_CLAUSES) {
            throw RegistryException.invalid("`order_by` has more than " + MAX_CLAUSES + " clauses.");
        }
    }

    /**
     * Parses a clause; ascending where no direction is given.
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

    /** A word as it is written, and without its quotes. */
    private record Word(String written, String unquoted) {}

    /**
     * The words between the spaces that are not quoted. A word is letters, digits and dots, with parts in backticks or double
     * quotes, and behind a dot in single ones: elsewhere those make a text, and no name, in SQL.
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
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '#' || c == '.' || Character.isSurrogate(c);
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
