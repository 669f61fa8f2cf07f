package io.lambdaregistry.dynamodb.kit;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Rows of what was made in the last seconds: {@code RECENT#<listing>} / time, id. Global indexes lag behind the table, usually by
 * less than a second, so a search reads these rows beside the index, consistently, and finds what was made just before.
 *
 * <p>A row is written with what it is of, and never changed. DynamoDB drops it after an hour.
 */
public final class RecentRows {
    /** Longer than an index lags and than clocks differ. */
    private static final Duration WINDOW = Duration.ofSeconds(10);

    /** The limit of rows that a search reads, so that thousands of new things in a second do not make it cost more. */
    private static final int MOST = 100;

    private static final Duration KEPT = Duration.ofHours(1);
    private static final InstantSource CLOCK = InstantSource.system();

    /** The partition of the thing that a row is of. */
    private static final String OF = "of";

    private RecentRows() {}

    /** @param made the item of a thing that was just made */
    public static Item row(String listing, Key made) {
        long now = CLOCK.millis();
        return Item.with(new Key(partition(listing), Keys.sortable(now) + "#" + made.pk() + "#" + made.sk()))
                .set(OF, made.pk())
                .set(Keys.TTL, (now + KEPT.toMillis()) / 1000);
    }

    private static String partition(String listing) {
        return "RECENT#" + listing;
    }

    /** The key of the main item of a row's thing. */
    public static Key madeOf(Item row) {
        return new Key(row.string(OF), Keys.MAIN_ITEM);
    }

    /** The rows of the last seconds, the newest first, as many as a search reads. */
    public static Query newest(String listing) {
        return Query.table(partition(listing)).after(first()).descending().limit(MOST);
    }

    /** As above, without things made after a time, in milliseconds since 1970. */
    public static Query newest(String listing, long upTo) {
        return Query.table(partition(listing))
                .between(first(), latest(first(), Keys.sortable(upTo + 1)))
                .descending()
                .limit(MOST);
    }

    private static String first() {
        return Keys.sortable(CLOCK.millis() - WINDOW.toMillis());
    }

    /** DynamoDB refuses a range that ends before it begins. */
    private static String latest(String a, String b) {
        return a.compareTo(b) > 0 ? a : b;
    }
}
