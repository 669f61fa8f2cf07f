package io.lambdaregistry.search;

import java.util.Comparator;

/** Orders texts by code points, as DynamoDB and SQLite do (it is the order of UTF-8 bytes). String orders them otherwise. */
public final class CodePointOrder {
    public static final Comparator<String> COMPARATOR = CodePointOrder::compare;

    private CodePointOrder() {}

    private static int compare(String a, String b) {
        int shorter = Math.min(a.length(), b.length());
        for (int i = 0; i < shorter; i++) {
            char left = a.charAt(i);
            char right = b.charAt(i);
            if (left != right) {
                boolean bothOrNeither = Character.isSurrogate(left) == Character.isSurrogate(right);
                return bothOrNeither ? Character.compare(left, right) : Character.isSurrogate(left) ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
