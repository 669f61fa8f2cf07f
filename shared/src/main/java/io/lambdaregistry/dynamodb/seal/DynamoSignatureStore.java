package io.lambdaregistry.dynamodb.seal;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.PrincipalItems;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.dynamodb.registry.ModelChanges;
import io.lambdaregistry.dynamodb.registry.ModelItems;
import io.lambdaregistry.dynamodb.registry.VersionItems;
import io.lambdaregistry.dynamodb.registry.VersionSeals;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegistryErrors;
import io.lambdaregistry.registry.VersionSeal;
import io.lambdaregistry.seal.SealRequest;
import io.lambdaregistry.seal.signature.SignatureStore;
import io.lambdaregistry.seal.signature.SignatureVerdict;
import io.lambdaregistry.seal.signature.TrustedKey;
import io.lambdaregistry.seal.signature.VersionSignature;
import io.lambdaregistry.seal.signature.VersionSignature.Origin;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A signature of a version is {@code SIGNATURES#<model id>#<number>} / id. The text of a bundle is {@code BUNDLE#<id>} / number of the
 * part: since the id is made of it, it never changes, and several versions may have it. Keys are {@code TRUSTED_KEYS} / id.
 */
public final class DynamoSignatureStore implements SignatureStore {
    /** In characters, of which each has 3 bytes at most; an item may have 400 KB. */
    private static final int MOST_IN_PART = 120_000;

    private static final String TEXT = "text";
    private static final String TRUSTED_KEYS = "TRUSTED_KEYS";
    private static final String ORIGIN = "origin";
    private static final String PROBLEM = "problem";
    private static final String BY = "added_by";
    private static final String TIME = "time";
    private static final String NAME = "name";
    private static final String PEM = "pem";
    private static final String REMOVED_BY = "removed_by";
    private static final String REMOVED = "removed";

    private final Table table;
    private final ModelChanges changes;

    public DynamoSignatureStore(Table table) {
        this.table = table;
        this.changes = new ModelChanges(table);
    }

    private static String partition(SealRequest version) {
        return "SIGNATURES#" + version.modelId() + "#" + version.version();
    }

    private static Query parts(String bundle) {
        return Query.table("BUNDLE#" + bundle);
    }

    private static Key key(String id) {
        return new Key(TRUSTED_KEYS, id);
    }

    /** The items of a version and its model, which the first attempt of a write takes as they were read. */
    private record Items(Item model, Item item, SealRequest version) implements Found {
        @Override
        public String name() {
            return model.string(ModelItems.NAME);
        }

        @Override
        public VersionSeal seal() {
            return VersionSeals.of(item);
        }

        @Override
        public boolean isSignedByRegistry() {
            return VersionSeals.isSignedByRegistry(item);
        }
    }

    private SealRequest request(String name, long version) {
        return ModelItems.read(table, name)
                .map(model -> new SealRequest(model.string(ModelItems.ID), version))
                .orElseThrow(() -> RegistryErrors.versionNotFound(name, version));
    }

    @Override
    public Found find(String name, long version) {
        return ModelItems.read(table, name)
                .flatMap(model -> items(new SealRequest(model.string(ModelItems.ID), version), model))
                .orElseThrow(() -> RegistryErrors.versionNotFound(name, version));
    }

    private Optional<Items> items(SealRequest version, Item model) {
        return VersionItems.read(table, key(version)).map(item -> new Items(model, item, version));
    }

    @Override
    public Optional<Found> find(SealRequest version) {
        return read(version).map(items -> items);
    }

    private Optional<Items> read(SealRequest version) {
        return VersionItems.read(table, key(version))
                .flatMap(item -> ModelItems.find(table, version.modelId(), item.string(VersionItems.MODEL_NAME))
                        .map(model -> new Items(model, item, version)));
    }

    private static Key key(SealRequest version) {
        return VersionItems.key(version.modelId(), version.version());
    }

    @Override
    public List<VersionSignature> of(String name, long version) {
        return table.queryAll(Query.table(partition(request(name, version)))).stream()
                .map(DynamoSignatureStore::toSignature)
                .toList();
    }

    @Override
    public Optional<VersionSignature> of(String name, long version, String id) {
        return id.isEmpty()
                ? Optional.empty()
                : table.get(new Key(partition(request(name, version)), id)).map(DynamoSignatureStore::toSignature);
    }

    private static VersionSignature toSignature(Item item) {
        return new VersionSignature(
                item.key().sk(),
                Origin.of(item.string(ORIGIN)),
                PrincipalItems.read(item, BY),
                item.number(TIME),
                Optional.ofNullable(item.stringOrNull(PROBLEM)));
    }

    @Override
    public Optional<String> bundle(String id) {
        List<Item> parts = table.queryAll(parts(id));
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(parts.stream().map(part -> part.string(TEXT)).collect(Collectors.joining()));
    }

    @Override
    public boolean attach(
            Found version, VersionSignature signature, String bundle, SignatureVerdict verdict, Occasion occasion) {
        if (signature.problem().isEmpty()) {
            table.batchPut(parts(signature.id(), bundle)); // written before the row that names it
        }
        SealRequest request = version.version();
        Deque<Items> asFound = new ArrayDeque<>(List.of((Items) version));
        return LostRace.retrying(() -> {
            Items items =
                    asFound.isEmpty() ? read(request).orElseThrow(() -> noSuchVersion(request)) : asFound.remove();
            return attach(request, signature, verdict, occasion, items.model());
        });
    }

    private static RegistryException noSuchVersion(SealRequest version) {
        return RegistryException.notFound("Model Version (version=" + version.version() + ") not found");
    }

    private static List<Item> parts(String id, String bundle) {
        List<Item> parts = new ArrayList<>();
        for (int from = 0; from < bundle.length(); ) {
            int to = Math.min(bundle.length(), from + MOST_IN_PART);
            if (to < bundle.length() && Character.isHighSurrogate(bundle.charAt(to - 1))) {
                to--;
            }
            parts.add(Item.with(new Key("BUNDLE#" + id, Keys.sortable(parts.size())))
                    .set(TEXT, bundle.substring(from, to)));
            from = to;
        }
        return parts;
    }

    private boolean attach(
            SealRequest version, VersionSignature signature, SignatureVerdict verdict, Occasion occasion, Item model) {
        Item row = Item.with(new Key(partition(version), signature.id()))
                .set(ORIGIN, signature.origin().label())
                .set(TIME, (Long) signature.time())
                .set(PROBLEM, signature.problem().orElse(null));
        PrincipalItems.set(row, BY, signature.by());
        List<Write> writes = new ArrayList<>();
        writes.add(Write.put(row).whenAbsent().orSkip());
        writes.add(sign(version, signature).orRefuseUnless(VersionItems::isLiving, () -> noSuchVersion(version)));
        RegistryChange change = new RegistryChange.VersionSigned(
                version.version(), signature.id(), verdict.state(), verdict.reason(), verdict.key());
        long last = changes.add(writes, model, occasion, List.of(change));
        writes.add(ModelChanges.unchanged(model, last));
        return table.tryTransact(writes).isWritten();
    }

    private static Write sign(SealRequest version, VersionSignature signature) {
        Write counted =
                VersionSeals.sign(Write.update(key(version)), signature.origin().most());
        return switch (signature.origin()) {
            case REQUEST ->
                counted.orRefuse(() -> RegistryException.invalid("A version takes at most " + MOST + " signatures."));
            case FOLDER -> counted.orSkip();
            case REGISTRY ->
                VersionSeals.signByRegistry(counted, signature.id()).orSkip();
        };
    }

    @Override
    public List<TrustedKey> keys() {
        return table.queryAll(Query.table(TRUSTED_KEYS)).stream()
                .map(DynamoSignatureStore::toKey)
                .toList();
    }

    private static TrustedKey toKey(Item item) {
        return new TrustedKey(
                item.key().sk(),
                item.string(NAME),
                item.string(PEM),
                PrincipalItems.read(item, BY),
                item.number(TIME),
                item.has(REMOVED)
                        ? Optional.of(
                                new TrustedKey.Removal(PrincipalItems.read(item, REMOVED_BY), item.number(REMOVED)))
                        : Optional.empty());
    }

    private static Item item(TrustedKey key) {
        Item item = Item.with(key(key.id()))
                .set(NAME, key.name())
                .set(PEM, key.pem())
                .set(TIME, (Long) key.time());
        return PrincipalItems.set(item, BY, key.addedBy());
    }

    @Override
    public void trust(TrustedKey key) {
        table.transact(Write.put(item(key))
                .when("attribute_not_exists({name}) OR attribute_exists({removed})", List.of(NAME, REMOVED))
                .orRefuse(
                        () -> RegistryException.alreadyExists("The key with id=" + key.id() + " is trusted already.")));
    }

    @Override
    public boolean introduce(TrustedKey key) {
        return table.tryTransact(Write.put(item(key)).whenAbsent().orSkip()).isWritten();
    }

    @Override
    public TrustedKey remove(String id, TrustedKey.Removal removal) {
        Write update = Write.update(key(id))
                .whenExists()
                .whenAbsent(REMOVED)
                .set(REMOVED, removal.time())
                .orRefuse(() -> RegistryException.notFound("Trusted key with id=" + id + " not found"));
        return table.write(PrincipalItems.set(update, REMOVED_BY, removal.who()))
                .map(DynamoSignatureStore::toKey)
                .orElseThrow();
    }
}
