package io.lambdaregistry.search;

import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A pattern of LIKE: {@code %} is any text, {@code _} any character, and neither can be escaped. A text is read once: the
 * pattern is cut at its percent signs, the first piece begins the text, the last one ends it, and each of the others is looked
 * for behind the one before it. The leftmost place is always right, since it leaves the most for the pieces that follow.
 *
 * <p>Characters are code points. Letters of ASCII are the same in either case where the pattern is folded, as in SQLite's LIKE.
 */
public final class LikePattern {
    /** In characters, all pieces with {@code _} in them that are looked for. With more, each character of a text costs too much. */
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

    /** @throws RegistryException INVALID_PARAMETER_VALUE for one that would cost too much */
    static LikePattern of(String pattern) {
        return new LikePattern(pattern, false);
    }

    /** A pattern of ILIKE. */
    static LikePattern folded(String pattern) {
        return new LikePattern(pattern, true);
    }

    private int[] characters(String piece) {
        return piece.codePoints().map(c -> c == '_' ? ANY : folded(c)).toArray();
    }

    private int folded(int c) {
        return folded && c >= 'A' && c <= 'Z' ? c + 'a' - 'A' : c;
    }

    /** As it was written. */
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

    /** Where the first piece ends; negative where the text does not begin with it. */
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

    /** Where the last piece begins; negative where the text does not end with it. */
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

    /** Where the leftmost occurrence of a piece ends; negative where there is none. */
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

    /** What stands between two percent signs. */
    private sealed interface Piece {
        Search search();

        /** A search that takes a text character by character, and answers whether the piece ends with the one taken. */
        @FunctionalInterface
        interface Search {
            boolean endsWith(int c);
        }
    }

    /** Found by Knuth, Morris and Pratt's algorithm, in a time that does not depend on the length of the piece. */
    private static final class Literal implements Piece {
        private final int[] characters;
        private final int[] borders;

        Literal(int[] characters) {
            this.characters = characters;
            this.borders = borders(characters);
        }

        /** For each beginning of the characters the length of the longest shorter one that it ends with. */
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
     * Found by bits (Shift-And): bit {@code i} says that the text just taken ends with the first {@code i + 1} characters of the
     * piece, so that each character costs one step for every 64 of the piece.
     */
    private static final class Masked implements Piece {
        private final int length;

        /** For a character the places in the piece where it may stand. */
        private final Map<Integer, long[]> masks = new HashMap<>();

        /** The places of {@code _}. */
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
