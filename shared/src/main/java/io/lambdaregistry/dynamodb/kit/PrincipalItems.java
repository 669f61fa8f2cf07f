package io.lambdaregistry.dynamodb.kit;

import io.lambdaregistry.access.Authors;
import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A principal in an item: an attribute with its text, beside it {@code …_kind}, and {@code …_name} if the text does not contain
 * the name. Groups are not stored: those of the caller count, at the time of the call.
 */
public final class PrincipalItems {
    /** The principal that created the thing, by a request to this registry. */
    public static final String CREATED_BY = "created_by";

    /** The principal that made the latest change; absent if nothing was changed. */
    public static final String CHANGED_BY = "changed_by";

    private PrincipalItems() {}

    /** An update that names the current caller as the author of the latest change. */
    public static Write change(Key key) {
        return set(Write.update(key), CHANGED_BY, Caller.current());
    }

    /** The principals that created the item and changed it last. */
    public static Authors authors(Item item) {
        return new Authors(read(item, CREATED_BY), read(item, item.has(CHANGED_BY) ? CHANGED_BY : CREATED_BY));
    }

    /** Sets the attributes of a principal in an item. */
    public static Item set(Item item, String attribute, Principal principal) {
        return item.set(attribute, principal.text())
                .set(kind(attribute), principal.kind().label())
                .set(name(attribute), nameBeside(principal));
    }

    /** Sets the attributes of a principal in an update. */
    public static Write set(Write update, String attribute, Principal principal) {
        return update.set(attribute, principal.text())
                .set(kind(attribute), principal.kind().label())
                .set(name(attribute), nameBeside(principal));
    }

    /** The principal that an item has; {@link Principal#UNKNOWN} if it has none. */
    public static Principal read(Item item, String attribute) {
        return item.has(attribute)
                ? Principal.stored(
                        item.string(kind(attribute)),
                        item.string(attribute),
                        Optional.ofNullable(item.stringOrNull(name(attribute))))
                : Principal.UNKNOWN;
    }

    private static @Nullable String nameBeside(Principal principal) {
        Principal read = Principal.stored(principal.kind().label(), principal.text(), Optional.empty());
        return read.name().equals(principal.name()) ? null : principal.name().orElse(null);
    }

    private static String kind(String attribute) {
        return attribute + "_kind";
    }

    private static String name(String attribute) {
        return attribute + "_name";
    }
}
