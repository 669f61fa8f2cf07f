package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.LongTexts;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Outcome;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegisteredModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Sets and deletes the tags of models and versions, with the rows that they are found by. */
final class TagChanges {
    private static final int ATTEMPTS = 100;

    private final ListingShards shards;
    private final ModelChanges changes;
    private final VersionTransactions versions;

    TagChanges(ListingShards shards, ModelChanges changes, VersionTransactions versions) {
        this.shards = shards;
        this.changes = changes;
        this.versions = versions;
    }

    void setModelTag(String name, String key, String value, Occasion occasion) {
        changes.changeAsFound(
                name,
                occasion,
                new RegistryChange.ModelTagSet(key, value),
                found -> LongTexts.withRoomFor(
                        key,
                        ModelItems.TAGS,
                        listed(name, key, value, ModelItems.update(name))
                                .set(AttributeValue.fromS(value), ModelItems.TAGS, key),
                        found),
                withKind(name, key, value, Write.put(TagRows.ofModel(name, key, value))));
    }

    void deleteModelTag(String name, String key, Occasion occasion) {
        changes.change(
                name,
                occasion,
                new RegistryChange.ModelTagDeleted(key),
                () -> listed(name, key, "", ModelItems.update(name))
                        .remove(ModelItems.TAGS, key)
                        .whenPresent(ModelItems.TAGS, key)
                        .orSkip(),
                withKind(name, key, "", Write.delete(TagRows.modelKey(name, key))));
    }

    /** The write of a tag's row. If the tag says whether the model is a prompt, the row of the model's name is written too. */
    private List<Write> withKind(String name, String key, String value, Write row) {
        List<Write> writes = new ArrayList<>(List.of(row));
        if (key.equals(RegisteredModel.IS_PROMPT_TAG)) {
            writes.addAll(NameRows.put(name, Map.of(key, value), shards));
        }
        return writes;
    }

    /** Moves the model to the listing of prompts, or back, if the tag says that it is one. */
    private Write listed(String name, String key, String value, Write update) {
        boolean prompt = RegisteredModel.isListedAsPrompt(Map.of(key, value));
        return key.equals(RegisteredModel.IS_PROMPT_TAG)
                ? update.set(Keys.LISTING_PK, ModelItems.listing(name, prompt, shards))
                : update;
    }

    void setVersionTag(String name, long version, String key, String value, Occasion occasion) {
        changeVersionTag(
                name, version, occasion, new RegistryChange.VersionTagSet(version, key, value), (model, found) -> {
                    Write update =
                            listed(model, version, key, value).set(AttributeValue.fromS(value), VersionItems.TAGS, key);
                    return List.of(
                            LongTexts.withRoomFor(key, VersionItems.TAGS, update, found),
                            Write.put(TagRows.ofVersion(model, version, key, value)));
                });
    }

    void deleteVersionTag(String name, long version, String key, Occasion occasion) {
        changeVersionTag(name, version, occasion, new RegistryChange.VersionTagDeleted(version, key), (model, _) -> {
            Write update = listed(model, version, key, "")
                    .remove(VersionItems.TAGS, key)
                    .whenPresent(VersionItems.TAGS, key)
                    .orSkip();
            return List.of(update, Write.delete(TagRows.versionKey(model.string(ModelItems.ID), version, key)));
        });
    }

    /**
     * @param writes the writes of the version and of its tag's row, made of the model as it was read, and of the version if
     *     the last attempt found it
     */
    private void changeVersionTag(
            String name,
            long version,
            Occasion occasion,
            RegistryChange change,
            BiFunction<Item, Optional<Item>, List<Write>> writes) {
        Optional<Item> found = Optional.empty();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<Item> seen = found;
            Outcome outcome = LostRace.retrying(() -> {
                Item model = versions.modelOf(name, version);
                List<Write> versionAndRow = writes.apply(model, seen);
                return versions.transact(
                        model,
                        version,
                        occasion,
                        change,
                        versionAndRow.getFirst(),
                        ModelItems.update(name),
                        List.of(versionAndRow.getLast()));
            });
            if (!(outcome instanceof Outcome.Found(Key _, Optional<Item> there))) {
                return;
            }
            found = there;
        }
        throw new RegistryException(
                ErrorCode.TEMPORARILY_UNAVAILABLE, "Too many changes of this version at once. Try again.");
    }

    private Write listed(Item model, long version, String key, String value) {
        String modelId = model.string(ModelItems.ID);
        Write update = VersionItems.whenLiving(Write.update(VersionItems.key(modelId, version)));
        boolean prompt = RegisteredModel.isListedAsPrompt(Map.of(key, value));
        return key.equals(RegisteredModel.IS_PROMPT_TAG)
                ? update.set(Keys.LISTING_PK, VersionItems.listing(modelId, version, prompt, shards))
                : update;
    }
}
