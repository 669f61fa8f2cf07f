package io.lambdaregistry.search;

import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of LIKE: {@code %} matches any text, {@code _} any character, and neither can be escaped. The pattern is split at
 * its percent signs. A matching text begins with the first piece, ends with the last, and contains the others between them in
 * order. Each piece takes its leftmost match, which leaves the most text for the next pieces, so a text is read once.
 *
 * <p>Characters are code points. A folded pattern ignores the case of ASCII letters, as SQLite's LIKE does.
 */
public final class LikePattern {
    /**
     * In characters: the total of the inner pieces that contain {@code _}. With more, each character of a text costs too much.
     */
    static final int MAX_SEARCHED_WITH_WILDCARDS = 1_024;

    private static final int ANY = -1;

    private final String text;
    private final boolean folded;
    private final boolean hasPercent;
    private final int[] first;
    private final int[] last;
    private final List<Piece> between = new ArrayList<>();

    private LikePattern(String pattern, boolean folded) {
        this.text = pattern;
        this.folded = folded;
        String[] pieces = pattern.split("%", -1);
        this.hasPercent = pieces.length > 1;
        this.first = characters(pieces[0]);
        this.last = hasPercent ? characters(pieces[pieces.length - 1]) : new int[0];
        int searchedWithWildcards = 0;
        for (int i = 1; i < pieces.length - 1; i++) {
            boolean wild = pieces[i].indexOf('_') >= 0;
            searchedWithWildcards += wild ? pieces[i].length() : 0;
            checkCost(searchedWithWildcards);
            if (!pieces[i].isEmpty()) {
                between.add(wild ? new Masked(characters(pieces[i])) : new Literal(characters(pieces[i])));
            }
        }
    }

    private static void checkCost(int searchedWithWildcards) {
        if (searchedWithWildcards > MAX_SEARCHED_WITH_WILDCARDS) {
            throw RegistryException.invalid(
                    "A LIKE pattern has more than %d characters in the parts between two %% that have _ in them."
                            .formatted(MAX_SEARCHED_WITH_WILDCARDS));
        }
    }

    /** @throws RegistryException INVALID_PARAMETER_VALUE for a pattern that costs too much to match */
    static LikePattern of(String pattern) {
        return new LikePattern(pattern, false);
    }

    /** Returns a pattern of ILIKE. */
    static LikePattern folded(String pattern) {
        return new LikePattern(pattern, true);
    }

    private int[] characters(String piece) {
        return piece.codePoints().map(c -> c == '_' ? ANY : folded(c)).toArray();
    }

    private int folded(int c) {
        return folded && c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
    }

    /** The pattern as written. */
    public String text() {
        return text;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LikePattern like && like.text.equals(text) && like.folded == folded;
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }

    boolean matches(CharSequence text) {
        int from = endOfFirst(text);
        if (from < 0 || !hasPercent) {
            return from == text.length();
        }
        int to = startOfLast(text);
        if (to < from) {
            return false;
        }
        for (Piece piece : between) {
            from = endOf(piece, text, from, to);
            if (from < 0) {
                return false;
            }
        }
        return true;
    }

    /** Returns where the first piece ends; negative if the text does not begin with it. */
    private int endOfFirst(CharSequence text) {
        int at = 0;
        for (int wanted : first) {
            if (at == text.length()) {
                return -1;
            }
            int c = Character.codePointAt(text, at);
            if (wanted != ANY && wanted != folded(c)) {
                return -1;
            }
            at += Character.charCount(c);
        }
        return at;
    }

    /** Returns where the last piece begins; negative if the text does not end with it. */
    private int startOfLast(CharSequence text) {
        int at = text.length();
        for (int i = last.length - 1; i >= 0; i--) {
            if (at == 0) {
                return -1;
            }
            int c = Character.codePointBefore(text, at);
            if (last[i] != ANY && last[i] != folded(c)) {
                return -1;
            }
            at -= Character.charCount(c);
        }
        return at;
    }

    /** Returns where the leftmost match of a piece ends; negative if there is none. */
    private int endOf(Piece piece, CharSequence text, int from, int to) {
        Piece.Search search = piece.search();
        int at = from;
        while (at < to) {
            int c = Character.codePointAt(text, at);
            at += Character.charCount(c);
            if (search.endsWith(folded(c))) {
                return at;
            }
        }
        return -1;
    }

    /** The part of a pattern between two percent signs. */
    private sealed interface Piece {
        Search search();

        /** Searches a text character by character; returns whether a match ends with the given character. */
        @FunctionalInterface
        interface Search {
            boolean endsWith(int c);
        }
    }

    /** A piece without {@code _}, found by the Knuth-Morris-Pratt algorithm; the time does not depend on the piece's length. */
    private static final class Literal implements Piece {
        private final int[] characters;
        private final int[] borders;

        Literal(int[] characters) {
            this.characters = characters;
            this.borders = borders(characters);
        }

        /** Returns for each prefix the length of the longest shorter prefix that is also its suffix. */
        private static int[] borders(int[] characters) {
            int[] borders = new int[characters.length];
            int length = 0;
            for (int i = 1; i < characters.length; i++) {
                while (length > 0 && characters[i] != characters[length]) {
                    length = borders[length - 1];
                }
                length += characters[i] == characters[length] ? 1 : 0;
                borders[i] = length;
            }
            return borders;
        }

        @Override
        public Search search() {
            return new Search() {
                private int matched;

                @Override
                public boolean endsWith(int c) {
                    while (matched > 0 && characters[matched] != c) {
                        matched = borders[matched - 1];
                    }
                    matched += characters[matched] == c ? 1 : 0;
                    return matched == characters.length;
                }
            };
        }
    }

    /**
     * A piece with {@code _}, found by the Shift-And algorithm: bit {@code i} is set if the text read so far ends with the first
     * {@code i + 1} characters of the piece. Each character costs one step for every 64 characters of the piece.
     */
    private static final class Masked implements Piece {
        private final int length;

        /** The positions of each character in the piece. */
        private final Map<Integer, long[]> masks = new HashMap<>();

        /** The positions of {@code _}. */
        private final long[] wildcards;

        Masked(int[] characters) {
            this.length = characters.length;
            this.wildcards = new long[(length + Long.SIZE - 1) / Long.SIZE];
            for (int i = 0; i < length; i++) {
                if (characters[i] == ANY) {
                    set(wildcards, i);
                }
            }
            for (int i = 0; i < length; i++) {
                if (characters[i] != ANY) {
                    set(masks.computeIfAbsent(characters[i], c -> wildcards.clone()), i);
                }
            }
        }

        private static void set(long[] bits, int place) {
            bits[place / Long.SIZE] |= 1L << place;
        }

        @Override
        public Search search() {
            long[] matched = new long[wildcards.length];
            return c -> {
                long[] mask = masks.getOrDefault(c, wildcards);
                long carry = 1;
                for (int i = 0; i < matched.length; i++) {
                    long shifted = matched[i] << 1 | carry;
                    carry = matched[i] >>> (Long.SIZE - 1);
                    matched[i] = shifted & mask[i];
                }
                return (matched[(length - 1) / Long.SIZE] & 1L << (length - 1)) != 0;
            };
        }
    }
}
