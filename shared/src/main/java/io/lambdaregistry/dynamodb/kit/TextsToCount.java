package io.lambdaregistry.dynamodb.kit;

/**
 * The texts behind an item, with those of a write, may be more than can be read back in one response: by what was added, though not
 * by what is there. {@link Table} counts what is there and sends the write again, or refuses it.
 */
final class TextsToCount extends RuntimeException {
    private final transient Key key;
    private final long more;

    /** @param more what the write adds, in bytes of a response */
    TextsToCount(Key key, long more) {
        super("the texts of " + key.kind() + " have to be counted", null, false, false);
        this.key = key;
        this.more = more;
    }

    Key key() {
        return key;
    }

    long more() {
        return more;
    }
}
