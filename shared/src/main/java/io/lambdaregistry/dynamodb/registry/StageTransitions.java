package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Outcome;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.registry.Occasion;
import io.lambdaregistry.registry.RegistryErrors;
import io.lambdaregistry.registry.Stage;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Moves versions from stage to stage. The model lists the versions in Staging and in Production, and changes in the
 * transaction that moves one. So the versions to archive are known without a search, and none that enters meanwhile is
 * missed.
 */
final class StageTransitions {
    /** The writes of one transaction beside the archived versions: the model, the version that enters, and the event. */
    private static final int OTHERS = 3;

    private final Table table;
    private final VersionTransactions versions;
    private final ModelChanges changes;

    StageTransitions(Table table, VersionTransactions versions, ModelChanges changes) {
        this.table = table;
        this.versions = versions;
        this.changes = changes;
    }

    ModelVersion move(String name, long version, Stage stage, boolean archiveExisting, Occasion occasion) {
        return LostRace.retrying(() -> {
            Item model = versions.modelOf(name, version);
            List<Long> leaving = archiveExisting ? othersIn(model, stage, version) : List.of();
            int atOnce = table.room() - OTHERS;
            if (leaving.size() > atOnce) {
                archiveSome(model, stage, leaving.subList(0, atOnce), occasion);
                throw new LostRace();
            }
            Key key = VersionItems.key(model.string(ModelItems.ID), version);
            Move move = new Move(model, version, stage, leaving, archiveExisting, occasion);
            List<Callable<Optional<Item>>> calls = List.of(
                    () -> {
                        send(move);
                        return Optional.empty();
                    },
                    () -> VersionItems.read(table, key));
            // it may have been read just before it was created, but was moved after that
            Item moved = table.inParallel(calls)
                    .getLast()
                    .or(() -> VersionItems.read(table, key))
                    .orElseThrow(() -> RegistryErrors.versionNotFound(name, version))
                    .copy()
                    .set(VersionItems.STAGE, stage.label())
                    .set(VersionItems.UPDATED, occasion.time());
            return VersionItems.withAliases(moved, model);
        });
    }

    private record Move(
            Item model, long version, Stage to, List<Long> leaving, boolean archiveExisting, Occasion occasion) {}

    /**
     * The model says which stage the version leaves, except for None and Archived. Most versions are in None, so that is
     * tried first.
     */
    private void send(Move move) {
        Stage from = Stream.of(Stage.STAGING, Stage.PRODUCTION)
                .filter(stage -> ModelItems.versionsIn(move.model(), stage).contains(move.version()))
                .findFirst()
                .orElse(Stage.NONE);
        if (sendFrom(from, move) instanceof Outcome.Found(Key _, Optional<Item> version)
                && !sendFrom(stageOf(version.orElseThrow()), move).isWritten()) {
            throw new LostRace();
        }
    }

    private static Stage stageOf(Item version) {
        return Stage.stored(version.string(VersionItems.STAGE));
    }

    /** Adds the condition that the version is in that stage. If it exists in another stage, the write returns it. */
    private Outcome sendFrom(Stage from, Move move) {
        Item model = move.model();
        String modelId = model.string(ModelItems.ID);
        long now = move.occasion().time();
        Write enter = enter(model, move.to(), move.version(), move.leaving(), now);
        if (move.archiveExisting()) {
            whenStillIn(enter, model, move.to());
        }
        return versions.transact(
                model,
                move.version(),
                move.occasion(),
                new RegistryChange.StageChanged(move.version(), from, move.to(), move.leaving()),
                VersionItems.moveTo(move.to(), modelId, move.version(), now)
                        .whenEqual(stageValue(from), VersionItems.STAGE)
                        .orFound(),
                enter,
                move.leaving().stream()
                        .map(other -> VersionItems.moveTo(Stage.ARCHIVED, modelId, other, now)
                                .orLostRace())
                        .toList());
    }

    private static AttributeValue stageValue(Stage stage) {
        return Item.text(stage.label());
    }

    private static List<Long> othersIn(Item model, Stage stage, long version) {
        return ModelItems.versionsIn(model, stage).stream()
                .filter(other -> other != version)
                .sorted()
                .toList();
    }

    /**
     * The change of the model when a version enters a stage. The version leaves the other stages, and the archived versions
     * leave this one.
     */
    private static Write enter(Item model, Stage stage, long version, Collection<Long> archived, long now) {
        Write update = ModelItems.update(model.string(ModelItems.NAME)).set(ModelItems.UPDATED, now);
        for (Stage active : List.of(Stage.STAGING, Stage.PRODUCTION)) {
            String attribute = ModelItems.versionsIn(active);
            AttributeValue itself = Item.numberSet(List.of(version));
            if (!active.equals(stage)) {
                update.takeFromSet(itself, attribute);
            } else if (archived.isEmpty()) {
                update.add(itself, attribute);
            } else {
                update.set(itself, attribute);
            }
        }
        return stage.equals(Stage.ARCHIVED) || !archived.isEmpty() ? update.set(ModelItems.ARCHIVED, 1) : update;
    }

    /** Adds a version to a stage in the model. */
    static void enter(Write update, Stage stage, long version) {
        if (stage.isActive()) {
            update.add(Item.numberSet(List.of(version)), ModelItems.versionsIn(stage));
        } else if (stage.equals(Stage.ARCHIVED)) {
            update.set(ModelItems.ARCHIVED, 1);
        }
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
    private void archiveSome(Item model, Stage stage, List<Long> leaving, Occasion occasion) {
        String modelId = model.string(ModelItems.ID);
        List<Write> moves = leaving.stream()
                .map(version -> VersionItems.moveTo(Stage.ARCHIVED, modelId, version, occasion.time())
                        .whenEqual(stageValue(stage), VersionItems.STAGE)
                        .orLostRace())
                .toList();
        changes.change(
                model,
                occasion,
                new RegistryChange.VersionsArchived(stage, leaving),
                () -> ModelItems.update(model.string(ModelItems.NAME))
                        .set(ModelItems.UPDATED, occasion.time())
                        .set(ModelItems.ARCHIVED, 1)
                        .takeFromSet(Item.numberSet(leaving), ModelItems.versionsIn(stage)),
                moves);
    }
}
