package io.lambdaregistry.search;

import io.lambdaregistry.error.RegistryException;
import java.util.Locale;

/**
 * One clause of an {@code order_by}: {@code name ASC}, {@code metrics.`val loss` DESC}.
 *
 * @param entity what stands before the first dot; empty where there is none
 */
public record OrderBy(String entity, String key, boolean ascending) {
    /**
     * Parses a clause; ascending where no direction is given.
     *
     * @throws RegistryException INVALID_PARAMETER_VALUE
     */
    public static OrderBy parse(String clause) {
        String text = clause.strip();
        String upper = text.toUpperCase(Locale.ROOT);
        boolean descending = upper.endsWith(" DESC");
        boolean directed = descending || upper.endsWith(" ASC");
        String identifier = directed ? text.substring(0, text.lastIndexOf(' ')).strip() : text;
        if (identifier.isEmpty()) {
            throw RegistryException.invalid("Invalid order_by clause '" + clause + "'. Could not be parsed.");
        }
        int dot = identifier.indexOf('.');
        String entity = dot < 0 ? "" : identifier.substring(0, dot);
        String key = withoutQuotes(identifier.substring(dot + 1).strip());
        if (key.isEmpty() || hasBareSpace(identifier.substring(dot + 1).strip())) {
            throw RegistryException.invalid("Invalid order_by clause '" + clause + "'. Could not be parsed.");
        }
        return new OrderBy(entity, key, !descending);
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
