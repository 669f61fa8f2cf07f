package io.lambdaregistry.search;

import io.lambdaregistry.error.RegistryException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One clause of an {@code order_by}: {@code name ASC}, {@code metrics.`val loss` DESC}.
 *
 * @param entity what stands before the first dot; empty where there is none
 * @param token what the search for models takes for the key: the identifier as it is written, but without quotes where a
 *     direction follows
 */
public record OrderBy(String entity, String key, String token, boolean ascending) {
    private static final Pattern DIRECTED =
            Pattern.compile("(.*\\S)\\s+(ASC|DESC)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern OTHER_WORD = Pattern.compile("[\\w.]+\\s+\\w+");

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
        Matcher directed = DIRECTED.matcher(clause);
        boolean hasDirection = directed.matches();
        String identifier = hasDirection ? directed.group(1) : clause;
        int dot = identifier.indexOf('.');
        String rest = identifier.substring(dot + 1).strip();
        String key = withoutQuotes(rest);
        if (!hasDirection && OTHER_WORD.matcher(identifier).matches()) {
            throw RegistryException.invalid("Invalid ordering key in order_by clause '" + clause + "'.");
        }
        if (key.isEmpty() || hasBareSpace(rest) || !identifier.equals(identifier.strip())) {
            throw RegistryException.invalid("Invalid order_by clause '" + clause + "'. Could not be parsed.");
        }
        return new OrderBy(
                dot < 0 ? "" : identifier.substring(0, dot),
                key,
                hasDirection ? identifier.replace("`", "").replace("\"", "").replace("'", "") : identifier,
                !(hasDirection && directed.group(2).equalsIgnoreCase("DESC")));
    }

    private static boolean isQuoted(String text) {
        char first = text.isEmpty() ? ' ' : text.charAt(0);
        return text.length() > 1 && (first == '`' || first == '"') && text.charAt(text.length() - 1) == first;
    }

    private static String withoutQuotes(String text) {
        return isQuoted(text) ? text.substring(1, text.length() - 1) : text;
    }

    private static boolean hasBareSpace(String text) {
        return !isQuoted(text) && text.chars().anyMatch(Character::isWhitespace);
    }
}
