package io.lambdaregistry.search;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.search.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Splits a filter into tokens. The only text that it rejects is one with an unclosed quote. */
final class Lexer {
    private final String text;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String text) {
        this.text = text;
    }

    static List<Token> tokens(String text) {
        Lexer lexer = new Lexer(text);
        while (lexer.at < text.length()) {
            lexer.next();
        }
        lexer.tokens.add(new Token(Kind.END, "", text.length()));
        return lexer.tokens;
    }

    private void next() {
        char c = text.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (c == '\'') {
            quoted(c, Kind.SINGLE_QUOTED);
        } else if (c == '"') {
            quoted(c, Kind.DOUBLE_QUOTED);
        } else if (c == '`') {
            quoted(c, Kind.BACK_QUOTED);
        } else if (startsNumber()) {
            add(Kind.NUMBER, endOfNumber());
        } else if (isWordPart(c)) {
            add(Kind.WORD, endOfWord());
        } else if ("=<>!".indexOf(c) >= 0) {
            add(Kind.COMPARATOR, endOfComparator());
        } else {
            add(single(c), at + 1);
        }
    }

    private int endOfComparator() {
        int end = at;
        while (end < text.length() && "=<>!".indexOf(text.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    private static Kind single(char c) {
        return switch (c) {
            case '.' -> Kind.DOT;
            case ',' -> Kind.COMMA;
            case '(' -> Kind.OPEN;
            case ')' -> Kind.CLOSE;
            default -> Kind.OTHER;
        };
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, text.substring(at, end), at));
        at = end;
    }

    /** A doubled quote does not end the text, nor does {@code \'} in single quotes. Both stay in the text as written. */
    private void quoted(char quote, Kind kind) {
        int end = at + 1;
        while (end < text.length()) {
            char c = text.charAt(end);
            boolean pair = end + 1 < text.length() && text.charAt(end + 1) == quote && (c == quote || c == '\\');
            if (pair && kind == Kind.SINGLE_QUOTED) {
                end += 2;
            } else if (c == quote) {
                tokens.add(new Token(kind, text.substring(at + 1, end), at));
                at = end + 1;
                return;
            } else {
                end++;
            }
        }
        throw RegistryException.invalid(
                "Invalid clause(s) in filter string: the quote at position %d of '%s' is never closed."
                        .formatted(at + 1, text));
    }

    private boolean startsNumber() {
        char c = text.charAt(at);
        boolean signed = c == '-' && at + 1 < text.length();
        char digit = signed ? text.charAt(at + 1) : c;
        if (digit == '.') {
            return startsFraction(signed ? at + 2 : at + 1);
        }
        boolean afterDot = !tokens.isEmpty() && tokens.getLast().is(Kind.DOT);
        return Character.isDigit(digit) && digit < 128 && !afterDot;
    }

    /** Returns whether a number such as {@code .5} begins here; only a comparator can precede one. */
    private boolean startsFraction(int position) {
        return position < text.length()
                && text.charAt(position) >= '0'
                && text.charAt(position) <= '9'
                && !tokens.isEmpty()
                && tokens.getLast().is(Kind.COMPARATOR);
    }

    private int endOfNumber() {
        int end = at + 1;
        while (end < text.length() && (isNumberPart(text.charAt(end)) || isExponentSign(end))) {
            end++;
        }
        return end;
    }

    private static boolean isNumberPart(char c) {
        return c == '.' || isWordPart(c);
    }

    private boolean isExponentSign(int position) {
        return "+-".indexOf(text.charAt(position)) >= 0 && "eE".indexOf(text.charAt(position - 1)) >= 0;
    }

    private int endOfWord() {
        int end = at;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c == '@' || Character.isSurrogate(c);
    }
}
