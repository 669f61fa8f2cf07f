package io.lambdaregistry.dynamodb.garbage;

import io.lambdaregistry.artifact.ArtifactOwners;
import io.lambdaregistry.dynamodb.event.EventItems;
import io.lambdaregistry.dynamodb.kit.ApartMaps;
import io.lambdaregistry.dynamodb.kit.DeletedItems;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Merge;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.dynamodb.registry.ModelItems;
import io.lambdaregistry.dynamodb.registry.ReferenceItems;
import io.lambdaregistry.dynamodb.registry.TagRows;
import io.lambdaregistry.dynamodb.registry.VersionItems;
import io.lambdaregistry.dynamodb.tracking.LoggedModelItems;
import io.lambdaregistry.dynamodb.tracking.RunItems;
import io.lambdaregistry.dynamodb.upload.UploadItems;
import io.lambdaregistry.dynamodb.webhook.DynamoWebhookStore;
import io.lambdaregistry.garbage.Claimed;
import io.lambdaregistry.garbage.Deleted;
import io.lambdaregistry.garbage.Deleted.Kind;
import io.lambdaregistry.garbage.GarbageStore;
import io.lambdaregistry.garbage.Pace;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The store of deleted things on DynamoDB. {@link DeletedItems} lists them. A claimed version stays at its key; a claimed run
 * or logged model is the gate of its folder, and a claimed registered model {@code CLAIMED_MODEL#<id>}.
 */
public final class DynamoGarbageStore implements GarbageStore {
    private static final String IDENTITY = "deleted";
    private static final int AT_ONCE = 25;
    private static final int PAGE = 100;

    private static final Comparator<Item> BY_TIME = Comparator.comparing(item -> item.string(Keys.LOOKUP_SK));

    private final Table table;
    private final PageTokens tokens;
    private final String bucket;

    /** @param bucket of the registry */
    public DynamoGarbageStore(Table table, PageTokens tokens, String bucket) {
        this.table = table;
        this.tokens = tokens;
        this.bucket = bucket;
    }

    @Override
    public Iterator<Deleted> deletedBefore(long time) {
        return each(DeletedItems.listing(), query -> before(query, time), GarbageItems::toDeleted);
    }

    private static Query before(Query query, long time) {
        return time == Long.MAX_VALUE ? query : query.before(Keys.sortable(Math.max(0, time)));
    }

    private <T> Iterator<T> each(List<Query> listing, Function<Query, Query> part, Function<Item, T> read) {
        Merge merge = new Merge(table, listing.stream().map(part).toList(), BY_TIME, PAGE);
        return new Iterator<>() {
            private Optional<Item> next = merge.next();

            @Override
            public boolean hasNext() {
                return next.isPresent();
            }

            @Override
            public T next() {
                Item item = next.orElseThrow(NoSuchElementException::new);
                next = merge.next();
                return read.apply(item);
            }
        };
    }

    @Override
    public Page<Deleted> deletedBefore(long time, int maxResults, Optional<String> pageToken) {
        Optional<String> after =
                pageToken.map(token -> tokens.read(IDENTITY, token).getFirst());
        Iterator<Item> items = each(
                DeletedItems.listing(),
                query -> after.map(query::after).orElseGet(() -> before(query, time)),
                Function.identity());
        List<Item> page = new ArrayList<>();
        String end = Keys.sortable(Math.max(0, time));
        boolean more = false;
        while (items.hasNext() && !more) {
            Item item = items.next();
            if (item.string(Keys.LOOKUP_SK).compareTo(end) >= 0) {
                break;
            }
            more = page.size() == maxResults;
            if (!more) {
                page.add(item);
            }
        }
        return Page.of(page, more, last -> tokens.issue(IDENTITY, List.of(last.string(Keys.LOOKUP_SK))))
                .map(GarbageItems::toDeleted);
    }

    @Override
    public Optional<Claimed> claim(Deleted thing) {
        return switch (thing.kind()) {
            case REGISTERED_MODEL -> claimModel(thing);
            case MODEL_VERSION -> claimVersion(thing);
            case RUN -> claimOwner(thing, RunItems.key(thing.id()));
            case LOGGED_MODEL -> claimOwner(thing, LoggedModelItems.key(thing.id()));
            case UNKNOWN -> Optional.empty();
        };
    }

    private static boolean is(Item item, Deleted thing) {
        return item.has(DeletedItems.AT) && item.number(DeletedItems.AT) == thing.time();
    }

    private Optional<Claimed> claimModel(Deleted thing) {
        Stream<Key> places = Stream.of(ModelItems.key(thing.name()), ModelItems.deletedKey(thing.id()));
        return table.batchGet(places.toList()).values().stream()
                .filter(item ->
                        is(item, thing) && item.string(ModelItems.DELETED_ID).equals(thing.id()))
                .findFirst()
                .flatMap(item -> transact(
                        GarbageItems.ofModel(item),
                        List.of(
                                DeletedItems.whenStill(item, Write.delete(item.key()))
                                        .orSkip(),
                                Write.put(GarbageItems.ofModel(item)))));
    }

    private Optional<Claimed> claimVersion(Deleted thing) {
        return table.get(VersionItems.key(thing.id(), thing.version()))
                .filter(item -> is(item, thing))
                .flatMap(item -> transact(
                        item.copy().set(DeletedItems.CLAIMED_AT, item.required(DeletedItems.AT)),
                        List.of(DeletedItems.claim(item).orSkip())));
    }

    /**
     * Reads the gate before the rows. If the gate is unchanged when it is closed, no version has come since the rows were
     * read.
     */
    private Optional<Claimed> claimOwner(Deleted thing, Key key) {
        Optional<Item> gate = table.get(ReferenceItems.gate(thing.id()));
        Optional<Item> owner = table.get(key).filter(item -> is(item, thing)).map(item -> ApartMaps.whole(table, item));
        if (owner.isEmpty() || isNeeded(thing.id(), owner.get().string(RunItems.URI))) {
            return Optional.empty();
        }
        Write close = GarbageItems.close(thing, owner.get());
        return transact(
                GarbageItems.closed(thing, owner.get()),
                List.of(
                        DeletedItems.whenStill(owner.get(), Write.delete(key)).orSkip(),
                        whenUnchanged(gate, close)
                                .whenAbsent(DeletedItems.CLAIMED_AT)
                                .orSkip()));
    }

    private static Write whenUnchanged(Optional<Item> gate, Write write) {
        return gate.filter(item -> item.has(ReferenceItems.LAST))
                .map(item -> write.whenEqual(item.required(ReferenceItems.LAST), ReferenceItems.LAST))
                .orElseGet(() -> write.whenAbsent(ReferenceItems.LAST));
    }

    /** Returns empty if the thing was restored, is needed, or was claimed by another collection meanwhile. */
    private Optional<Claimed> transact(Item claimed, List<Write> writes) {
        return table.tryTransact(writes).isWritten() ? Optional.of(GarbageItems.toClaimed(claimed)) : Optional.empty();
    }

    /** Whether a version has files of the owner, or in a folder around its own. */
    private boolean isNeeded(String owner, String location) {
        List<Query> rows = new ArrayList<>(List.of(ReferenceItems.rows(owner)));
        ArtifactOwners.pathOf(location, bucket)
                .ifPresent(path -> around(path).forEach(folder -> {
                    for (String root : ArtifactOwners.rootsOf(bucket)) {
                        rows.add(ReferenceItems.rowsAt(root + folder));
                    }
                }));
        List<Callable<Boolean>> calls = rows.stream()
                .map(query -> (Callable<Boolean>)
                        () -> !table.query(query.limit(1), null).items().isEmpty())
                .toList();
        return table.inParallel(calls).contains(true);
    }

    /** The folders around a folder, up to the root. */
    private static List<String> around(String path) {
        List<String> folders = new ArrayList<>();
        for (int slash = path.lastIndexOf('/'); slash >= 0; slash = path.lastIndexOf('/', slash - 1)) {
            folders.add(path.substring(0, slash));
        }
        folders.add("");
        return folders;
    }

    @Override
    public Iterator<Claimed> claimed() {
        return each(DeletedItems.claimedListing(), Function.identity(), GarbageItems::toClaimed);
    }

    @Override
    public List<Claimed> versionsOf(Claimed model) {
        Query versions = Query.table(VersionItems.partition(model.thing().id())).limit(AT_ONCE);
        return table.query(versions, null).items().stream()
                .map(version -> GarbageItems.toVersion(version, model.thing().time()))
                .toList();
    }

    @Override
    public void deleteParts(Claimed claimed, Pace pace) {
        String id = claimed.thing().id();
        switch (claimed.thing().kind()) {
            case REGISTERED_MODEL -> {
                for (String name : namesOf(claimed)) {
                    deleteTagRows(name, pace);
                }
                table.batchDelete(List.of(ModelItems.renamedKey(id)));
            }
            case MODEL_VERSION ->
                deleteAll(TagRows.partition(id, claimed.thing().version()), pace);
            case RUN -> {
                deleteAll(RunItems.partition(id), pace);
                table.get(ReferenceItems.gate(id))
                        .map(gate -> gate.stringSet(GarbageItems.METRICS))
                        .orElse(Set.of())
                        .forEach(metric -> deleteAll(RunItems.history(id, metric), pace));
            }
            case LOGGED_MODEL -> deleteAll(LoggedModelItems.partition(id), pace);
            case UNKNOWN -> throw new IllegalArgumentException("What nobody knows is not collected: " + id);
        }
    }

    private void deleteAll(String partition, Pace pace) {
        Query some = Query.table(partition).limit(AT_ONCE).keys();
        Table.Page page;
        do {
            page = table.query(some, null);
            if (!page.items().isEmpty()) { // time runs out only after something was done
                table.batchDelete(page.items().stream().map(Item::key).toList());
                pace.did(page.items().size());
            }
        } while (page.lastKey() != null);
    }

    /** Every name that the model had, as its events say. */
    private Set<String> namesOf(Claimed model) {
        Set<String> names = new TreeSet<>(Set.of(model.thing().name()));
        String id = model.thing().id();
        table.get(EventItems.firstKey(id)).map(EventItems::toEvent).ifPresent(event -> names.add(event.name()));
        Merge moves = new Merge(
                table,
                List.of(Query.byUpdate(EventItems.partition(id))),
                Comparator.comparing(item -> item.string(Keys.UPDATE_SK)),
                PAGE);
        for (Optional<Item> move = moves.next(); move.isPresent(); move = moves.next()) {
            names.add(EventItems.toEvent(move.get()).name());
        }
        return names;
    }

    /** Rows of tags are found by the model's name. Rows that another model of the name needs stay. */
    private void deleteTagRows(String name, Pace pace) {
        Query rows = Query.table(TagRows.partition(name));
        Merge all = new Merge(table, List.of(rows), Comparator.comparing(item -> item.string(Keys.SK)), PAGE);
        for (Optional<Item> row = all.next(); row.isPresent(); row = all.next()) {
            table.transact(
                    Write.check(ModelItems.key(name))
                            .whenAbsent(ModelItems.TAGS, TagRows.tagOf(row.get()))
                            .orSkip(), // the present model of the name needs it
                    Write.delete(row.get().key()));
            pace.did(1);
        }
    }

    @Override
    public List<String> release(Claimed claimed) {
        Optional<Item> version =
                table.get(VersionItems.key(claimed.thing().id(), claimed.thing().version()));
        if (version.isEmpty()) {
            return List.of();
        }
        table.batchDelete(ReferenceItems.rowsOf(version.get()));
        List<String> folders = new ArrayList<>();
        for (String owner : ReferenceItems.owners(version.get())) {
            if (leave(owner)) {
                folders.add(owner);
            }
        }
        return folders;
    }

    /**
     * Closes the gate of an upload's folder that no version needs. Any other gate is deleted with the last version that
     * passed it.
     */
    private boolean leave(String owner) {
        boolean upload = isUpload(owner);
        Optional<Item> gate = table.get(ReferenceItems.gate(owner));
        String location = upload ? "mlflow-artifacts:/" + owner : "";
        if ((gate.isEmpty() && !upload) || isNeeded(owner, location)) {
            return false;
        }
        Write close = upload
                ? whenUnchanged(gate, Write.update(ReferenceItems.gate(owner))).set(DeletedItems.CLAIMED_AT, 1)
                : whenUnchanged(gate, Write.delete(ReferenceItems.gate(owner))).whenAbsent(DeletedItems.CLAIMED_AT);
        // a version that has come meanwhile needs it
        return table.tryTransact(close.orSkip()).isWritten() && upload;
    }

    /** Whether a folder was registered as an upload. The contents of other folders of its kind are not known. */
    private boolean isUpload(String owner) {
        return ArtifactOwners.uploadOf(owner)
                .filter(folder -> !table.query(
                                Query.table(UploadItems.partition(bucket, folder))
                                        .limit(1),
                                null)
                        .items()
                        .isEmpty())
                .isPresent();
    }

    @Override
    public void open(String folder) {
        // another collection of the same thing may have opened it already
        table.write(Write.delete(ReferenceItems.gate(folder))
                .whenPresent(DeletedItems.CLAIMED_AT)
                .orSkip());
    }

    @Override
    public boolean exists(String id) {
        return !table.batchGet(List.of(RunItems.key(id), LoggedModelItems.key(id)))
                .isEmpty();
    }

    @Override
    public void deleteDeliveries(long time, Pace pace) {
        for (Item webhook : table.queryAll(DynamoWebhookStore.deleted())) {
            if (webhook.number(DeletedItems.AT) < time) {
                deleteAll(DynamoWebhookStore.deliveries(webhook.string(Keys.SK)), pace);
                table.batchDelete(List.of(webhook.key()));
                pace.did(1);
            }
        }
    }

    @Override
    public void forget(Claimed claimed) {
        Deleted thing = claimed.thing();
        table.batchDelete(List.of(
                thing.kind() == Kind.MODEL_VERSION
                        ? VersionItems.key(thing.id(), thing.version())
                        : thing.kind() == Kind.REGISTERED_MODEL
                                ? GarbageItems.claimedModel(thing.id())
                                : ReferenceItems.gate(thing.id())));
    }
}
