package io.lambdaregistry.dynamodb.kit;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The secret that page tokens are signed with: made once for a table, read once by a function, when it first needs it. */
public final class TokenKey implements Supplier<byte[]> {
    private static final Key KEY = new Key("SETTINGS", "page-token-key");
    private static final String SECRET = "secret";

    private final Table table;
    private volatile byte @Nullable [] secret;

    /** @param table the table that keeps the secret */
    public TokenKey(Table table) {
        this.table = table;
    }

    @Override
    public byte[] get() {
        byte[] known = secret;
        if (known == null) {
            known = readOrMake();
            secret = known;
        }
        return known;
    }

    private byte[] readOrMake() {
        Optional<Item> found = table.get(KEY);
        return found.isPresent() ? secretOf(found.get()) : make();
    }

    private byte[] make() {
        byte[] made = new byte[32];
        new SecureRandom().nextBytes(made);
        Item item = Item.with(KEY).set(SECRET, AttributeValue.fromB(SdkBytes.fromByteArray(made)));
        return secretOf(table.putOrFind(item));
    }

    private static byte[] secretOf(Item item) {
        return item.required(SECRET).b().asByteArray();
    }
}
