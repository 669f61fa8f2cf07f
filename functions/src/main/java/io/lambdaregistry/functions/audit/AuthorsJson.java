package io.lambdaregistry.functions.audit;

import io.lambdaregistry.access.Authors;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.json.JsonBody;
import io.lambdaregistry.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** Principals as docs/api.md describes them. */
public final class AuthorsJson {
    private AuthorsJson() {}

    /** Writes {@code created_by} and {@code changed_by} beside the fields of a thing; unknown ones are left out. */
    public static void write(JsonWriter writer, Authors authors) {
        writer.object("created_by", ifKnown(authors.creator())).object("changed_by", ifKnown(authors.changer()));
    }

    private static @Nullable JsonBody ifKnown(Principal who) {
        return who.equals(Principal.UNKNOWN) ? null : principal(who);
    }

    static JsonBody principal(Principal who) {
        return writer -> writer.field("kind", who.kind().label())
                .field("id", who.id())
                .field("name", who.name().orElse(null));
    }
}
