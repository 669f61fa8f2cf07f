package io.lambdaregistry.embedded.dynamodb;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of an expression, read one after the other, within DynamoDB's limits of expressions. */
final class ExpressionText {
    /** In bytes. */
    private static final int LARGEST = 4_096;

    /** Comparators, {@code AND}, {@code OR}, {@code NOT} and functions of one expression. */
    private static final int MOST_OPERATORS = 300;

    private static final Pattern NAME = Pattern.compile("#[A-Za-z0-9_]+|[A-Za-z][A-Za-z0-9_]*");
    private static final Pattern TOKEN = Pattern.compile("\\s*([#:]?[A-Za-z0-9_\\-]+|<>|<=|>=|\\S)");

    private final String kind;
    private final List<String> tokens = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> values = new HashSet<>();
    private int at;
    private int operators;

    /** @param kind what the expression is called in refusals, {@code ConditionExpression} for example */
    ExpressionText(String text, String kind) {
        this.kind = kind;
        refuseSize(text);
        Matcher matcher = TOKEN.matcher(text);
        while (matcher.lookingAt()) {
            tokens.add(matcher.group(1));
            matcher.region(matcher.end(), text.length());
        }
    }

    private void refuseSize(String text) {
        if (text.isBlank()) {
            throw invalid("The expression can not be empty;");
        }
        int size = Utf8.length(text);
        if (size > LARGEST) {
            throw invalid("Expression size has exceeded the maximum allowed size; expression size: " + size);
        }
    }

    /** The {@code #placeholders} that were read. */
    Set<String> names() {
        return Set.copyOf(names);
    }

    /** The {@code :placeholders} that were read. */
    Set<String> values() {
        return Set.copyOf(values);
    }

    boolean isAtEnd() {
        return at >= tokens.size();
    }

    String peek() {
        return isAtEnd() ? "" : tokens.get(at);
    }

    String next() {
        String token = peek();
        at++;
        return token;
    }

    boolean accept(String token) {
        if (peek().equalsIgnoreCase(token)) {
            at++;
            return true;
        }
        return false;
    }

    void expect(String token) {
        if (!accept(token)) {
            throw unexpected();
        }
    }

    void expectEnd() {
        if (!isAtEnd()) {
            throw unexpected();
        }
    }

    RuntimeException unexpected() {
        return invalid("Syntax error; token: \"" + (peek().isEmpty() ? "<EOF>" : peek()) + "\"");
    }

    RuntimeException invalid(String why) {
        return Refusal.validation("Invalid " + kind + ": " + why);
    }

    void countOperator() {
        operators++;
        if (operators > MOST_OPERATORS) {
            throw invalid("The expression contains too many operators; operator count: " + operators);
        }
    }

    boolean acceptOperator(String operator) {
        if (!accept(operator)) {
            return false;
        }
        countOperator();
        return true;
    }

    boolean isCall() {
        return at + 1 < tokens.size() && tokens.get(at + 1).equals("(");
    }

    /** Whether the next token opens parentheses that close directly before the parentheses around them do. */
    boolean isRedundantlyParenthesized() {
        return peek().equals("(")
                && behindClosing() < tokens.size()
                && tokens.get(behindClosing()).equals(")");
    }

    /** The index of the token behind the parentheses that the next token opens. */
    private int behindClosing() {
        int open = 0;
        for (int i = at; i < tokens.size(); i++) {
            switch (tokens.get(i)) {
                case "(" -> open++;
                case ")" -> open--;
                default -> {}
            }
            if (open == 0) {
                return i + 1;
            }
        }
        return tokens.size();
    }

    String valuePlaceholder() {
        if (!peek().startsWith(":")) {
            throw unexpected();
        }
        String placeholder = next();
        values.add(placeholder);
        return placeholder;
    }

    List<String> pathNames() {
        List<String> path = new ArrayList<>(List.of(name()));
        while (accept(".")) {
            path.add(name());
        }
        return path;
    }

    String name() {
        if (!NAME.matcher(peek()).matches()) {
            throw unexpected();
        }
        String name = next();
        if (name.startsWith("#")) {
            names.add(name);
        } else if (ReservedWords.contains(name)) {
            throw invalid("Attribute name is a reserved keyword; reserved keyword: " + name);
        }
        return name;
    }
}
