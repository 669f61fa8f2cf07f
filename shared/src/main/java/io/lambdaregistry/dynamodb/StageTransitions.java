package io.lambdaregistry.dynamodb;

import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.RegistryErrors;
import io.lambdaregistry.registry.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Moves versions from stage to stage. The model says which versions are in Staging and in Production, and changes in the
 * transaction that moves one: so those to archive are known without a search, and none that comes in between is missed.
 */
final class StageTransitions {
    /** How many versions one transaction archives, with room for the model and the version that enters. */
    private static final int ARCHIVED_AT_ONCE = Table.TRANSACTION_LIMIT - 2;

    private final Table table;
    private final VersionTransactions versions;

    StageTransitions(Table table, VersionTransactions versions) {
        this.table = table;
        this.versions = versions;
    }

    ModelVersion move(String name, long version, Stage stage, boolean archiveExisting, long now) {
        return LostRace.retrying(() -> {
            Item model = versions.modelOf(name, version);
            List<Long> leaving = archiveExisting ? othersIn(model, stage, version) : List.of();
            if (leaving.size() > ARCHIVED_AT_ONCE) {
                archiveSome(model, stage, leaving.subList(0, ARCHIVED_AT_ONCE), now);
                throw new LostRace();
            }
            String modelId = model.string(ModelItems.ID);
            Write update = enter(model, stage, version, leaving, now);
            if (archiveExisting) {
                whenStillIn(update, model, stage);
            }
            List<Write> writes = new ArrayList<>();
            writes.add(VersionItems.moveTo(stage, modelId, version, now));
            writes.add(update);
            leaving.forEach(other -> writes.add(VersionItems.moveTo(Stage.ARCHIVED, modelId, other, now)));
            Key key = VersionItems.key(modelId, version);
            List<Callable<Optional<Item>>> calls = List.of(
                    () -> {
                        versions.transact(name, version, writes);
                        return Optional.empty();
                    },
                    () -> table.get(key));
            // it may have been read just before it was created, but was moved after that
            Item moved = table.inParallel(calls)
                    .getLast()
                    .or(() -> table.get(key))
                    .orElseThrow(() -> RegistryErrors.versionNotFound(name, version))
                    .copy()
                    .set(VersionItems.STAGE, stage.label())
                    .set(VersionItems.UPDATED, now);
            return VersionItems.withAliases(moved, model);
        });
    }

    private static List<Long> othersIn(Item model, Stage stage, long version) {
        return ModelItems.versionsIn(model, stage).stream()
                .filter(other -> other != version)
                .sorted()
                .toList();
    }

    /** The change of the model when a version enters a stage: it leaves the others, and so do those that are archived. */
    private static Write enter(Item model, Stage stage, long version, Collection<Long> archived, long now) {
        Write update = ModelItems.update(model.string(ModelItems.NAME))
                .set(ModelItems.UPDATED, now)
                .whenEqual(ModelItems.id(model), ModelItems.ID);
        for (Stage active : List.of(Stage.STAGING, Stage.PRODUCTION)) {
            String attribute = ModelItems.versionsIn(active);
            AttributeValue itself = Item.numberSet(List.of(version));
            if (active != stage) {
                update.takeFromSet(itself, attribute);
            } else if (archived.isEmpty()) {
                update.add(itself, attribute);
            } else {
                update.set(itself, attribute);
            }
        }
        return stage == Stage.ARCHIVED || !archived.isEmpty() ? update.set(ModelItems.ARCHIVED, 1) : update;
    }

    private static void whenStillIn(Write update, Item model, Stage stage) {
        String attribute = ModelItems.versionsIn(stage);
        AttributeValue there = model.attributes().get(attribute);
        if (there == null) {
            update.whenAbsent(attribute);
        } else {
            update.whenEqual(there, attribute);
        }
    }

    /** Archives the oldest of more versions than one transaction takes; the caller goes on with the rest. */
    private void archiveSome(Item model, Stage stage, List<Long> leaving, long now) {
        List<Write> writes = new ArrayList<>();
        writes.add(ModelItems.update(model.string(ModelItems.NAME))
                .set(ModelItems.UPDATED, now)
                .set(ModelItems.ARCHIVED, 1)
                .takeFromSet(Item.numberSet(leaving), ModelItems.versionsIn(stage))
                .whenEqual(ModelItems.id(model), ModelItems.ID));
        leaving.forEach(
                version -> writes.add(VersionItems.moveTo(Stage.ARCHIVED, model.string(ModelItems.ID), version, now)
                        .whenEqual(AttributeValue.fromS(stage.label()), VersionItems.STAGE)));
        try {
            table.transact(writes);
        } catch (ConditionFailed e) {
            throw new LostRace();
        }
    }
}
