package io.lambdaregistry.dynamodb.seal;

import io.lambdaregistry.artifact.ArtifactOwners;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.dynamodb.registry.ModelChanges;
import io.lambdaregistry.dynamodb.registry.ModelItems;
import io.lambdaregistry.dynamodb.registry.ReferenceItems;
import io.lambdaregistry.dynamodb.registry.VersionItems;
import io.lambdaregistry.dynamodb.registry.VersionSeals;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.VersionSeal;
import io.lambdaregistry.seal.Manifest;
import io.lambdaregistry.seal.Progress;
import io.lambdaregistry.seal.SealRequest;
import io.lambdaregistry.seal.SealStore;
import io.lambdaregistry.search.PageTokens;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The store of seals on DynamoDB. {@link ManifestItems} and {@link ProgressItems} say what lies where. */
public final class DynamoSealStore implements SealStore {
    /** The number of versions in the same folder whose manifests are read. */
    private static final int SIBLINGS = 25;

    private final Table table;
    private final PageTokens tokens;
    private final ModelChanges changes;

    public DynamoSealStore(Table table, PageTokens tokens) {
        this.table = table;
        this.tokens = tokens;
        this.changes = new ModelChanges(table);
    }

    private static Key key(SealRequest request) {
        return VersionItems.key(request.modelId(), request.version());
    }

    @Override
    public Optional<Target> find(SealRequest request) {
        return VersionItems.read(table, key(request))
                .map(item -> new Target(item.string(VersionItems.STORAGE), VersionSeals.of(item)));
    }

    @Override
    public List<SealRequest> versionsOf(String modelId) {
        return table.queryAll(Query.table(VersionItems.partition(modelId)).keys()).stream()
                .map(item -> new SealRequest(modelId, Long.parseLong(item.key().sk())))
                .toList();
    }

    @Override
    public Optional<Manifest> manifestOf(String storageLocation, String listing) {
        Optional<String> place = ArtifactOwners.place(storageLocation);
        if (place.isEmpty()) {
            return Optional.empty();
        }
        Query rows = ReferenceItems.rowsAt(place.get()).limit(SIBLINGS);
        List<Key> siblings = table.query(rows, null).items().stream()
                .map(ReferenceItems::versionOf)
                .toList();
        return table.batchGet(siblings).values().stream()
                .filter(version -> VersionSeals.listing(version).equals(listing))
                .flatMap(version -> VersionSeals.of(version) instanceof VersionSeal.Sealed seal
                        ? Optional.of(seal.manifest()).stream()
                        : Optional.<String>empty().stream())
                .findFirst()
                .map(this::manifest);
    }

    @Override
    public Manifest manifest(String id) {
        return new Manifest(table.queryAll(ManifestItems.parts(id)).stream()
                .flatMap(part -> ManifestItems.files(part).stream())
                .toList());
    }

    @Override
    public Map<String, Progress> progress(SealRequest request) {
        Map<String, Progress> progress = new HashMap<>();
        table.queryAll(ProgressItems.all(request)).stream()
                .map(ProgressItems::toProgress)
                .forEach(file -> progress.put(file.file().path(), file));
        return progress;
    }

    @Override
    public void keep(SealRequest request, Collection<Progress> files) {
        table.batchPut(
                files.stream().map(file -> ProgressItems.of(request, file)).toList());
    }

    @Override
    public void forgetProgress(SealRequest request) {
        table.batchDelete(table.queryAll(ProgressItems.all(request).keys()).stream()
                .map(Item::key)
                .toList());
    }

    @Override
    public void seal(SealRequest request, Manifest manifest, String listing, Occasion occasion) {
        VersionSeal.Sealed seal = new VersionSeal.Sealed(
                manifest.digest(), manifest.id(), manifest.files().size(), manifest.size(), occasion.time());
        table.batchPut(ManifestItems.of(manifest)); // written before the seal that names it
        LostRace.retrying(() -> {
            Optional<Item> version = VersionItems.read(table, key(request))
                    .filter(item -> !(VersionSeals.of(item) instanceof VersionSeal.Sealed));
            version.flatMap(item -> ModelItems.find(table, request.modelId(), item.string(VersionItems.MODEL_NAME)))
                    .ifPresent(model -> seal(request, model, seal, listing, occasion));
            return version.isPresent();
        });
    }

    private void seal(SealRequest request, Item model, VersionSeal.Sealed seal, String listing, Occasion occasion) {
        List<Write> writes = new ArrayList<>();
        writes.add(VersionSeals.seal(Write.update(key(request)), seal, listing).orLostRace());
        RegistryChange change =
                new RegistryChange.VersionSealed(request.version(), seal.digest(), seal.manifest(), seal.files());
        long last = changes.add(writes, model, occasion, List.of(change));
        writes.add(ModelChanges.unchanged(model, last));
        table.transact(writes);
    }

    @Override
    public void cannotReach(SealRequest request, String reason) {
        table.write(VersionSeals.cannotReach(Write.update(key(request)), reason).orSkip());
    }

    @Override
    public Part files(String manifest, Optional<String> pageToken) {
        Query parts = ManifestItems.parts(manifest).limit(2);
        List<Item> found = table.query(
                        pageToken
                                .map(token ->
                                        parts.after(tokens.read(manifest, token).getFirst()))
                                .orElse(parts),
                        null)
                .items();
        Optional<String> next = found.size() > 1
                ? Optional.of(
                        tokens.issue(manifest, List.of(found.getFirst().key().sk())))
                : Optional.empty();
        return new Part(
                found.stream()
                        .limit(1)
                        .flatMap(part -> ManifestItems.files(part).stream())
                        .toList(),
                next);
    }
}
