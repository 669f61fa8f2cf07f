package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.ApartMaps;
import io.lambdaregistry.dynamodb.kit.DeletedItems;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.LostRace;
import io.lambdaregistry.dynamodb.kit.Outcome;
import io.lambdaregistry.dynamodb.kit.PrincipalItems;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Revisions;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.tracking.LifecycleStage;
import io.lambdaregistry.tracking.LoggedModel;
import io.lambdaregistry.tracking.LoggedModelSearch;
import io.lambdaregistry.tracking.LoggedModelStatus;
import io.lambdaregistry.tracking.LoggedModelStore;
import io.lambdaregistry.tracking.Param;
import io.lambdaregistry.tracking.Standing;
import io.lambdaregistry.tracking.TrackingErrors;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The logged models' store on DynamoDB. {@link LoggedModelItems} names the keys and attributes. */
public final class DynamoLoggedModelStore implements LoggedModelStore {
    private final Table table;
    private final Listings listings;

    public DynamoLoggedModelStore(Table table, PageTokens tokens) {
        this.table = table;
        this.listings = new Listings(table, tokens);
    }

    @Override
    public void create(LoggedModel model) {
        Item item = PrincipalItems.set(
                LoggedModelItems.of(model),
                PrincipalItems.CREATED_BY,
                model.authors().creator());
        // the id is new, so an item with it is this one, put by an earlier attempt
        table.tryTransact(
                Write.put(item).whenAbsent().orSkip(),
                Write.put(Listings.recent(item, LoggedModelItems.listing(model.experimentId()))));
    }

    /** Reads the model by one query, and again only if a map was put apart meanwhile. */
    @Override
    public LoggedModel get(String modelId) {
        return LostRace.retrying(() -> {
            List<Item> items = ApartMaps.whole(table.queryAll(Query.table(LoggedModelItems.partition(modelId))));
            Item model = LoggedModelItems.itself(items).orElseThrow(() -> TrackingErrors.loggedModelNotFound(modelId));
            if (ApartMaps.areOf(model)) {
                throw new LostRace();
            }
            return LoggedModelItems.toModel(items);
        });
    }

    @Override
    public void setStatus(String modelId, LoggedModelStatus status, long now) {
        write(
                modelId,
                update(modelId).set(LoggedModelItems.STATUS, status.name()).set(LoggedModelItems.UPDATED, now));
    }

    @Override
    public void delete(String modelId, long now) {
        Write update = update(modelId)
                .set(LoggedModelItems.STAGE, LifecycleStage.DELETED.label())
                .set(LoggedModelItems.UPDATED, now);
        write(modelId, DeletedItems.mark(update, now, "logged_model#" + modelId));
    }

    @Override
    public void restore(String modelId, long now) {
        Write update = update(modelId)
                .set(LoggedModelItems.STAGE, LifecycleStage.ACTIVE.label())
                .set(LoggedModelItems.UPDATED, now);
        write(modelId, DeletedItems.unmark(update));
    }

    private static Write update(String modelId) {
        return Revisions.update(LoggedModelItems.key(modelId));
    }

    private void write(String modelId, Write write) {
        table.write(write.whenExists().orRefuse(() -> TrackingErrors.loggedModelNotFound(modelId)));
    }

    @Override
    public void logParams(String modelId, List<Param> params) {
        change(modelId, LoggedModelItems.PARAMS, old -> {
            Map<String, String> all = new TreeMap<>(old);
            for (Param param : params) {
                if (all.put(param.key(), param.value()) != null) {
                    throw TrackingErrors.loggedModelParamExists(modelId, param.key());
                }
            }
            return all;
        });
    }

    @Override
    public void setTags(String modelId, Map<String, String> tags) {
        change(modelId, LoggedModelItems.TAGS, old -> {
            Map<String, String> all = new TreeMap<>(old);
            all.putAll(tags);
            return all;
        });
    }

    @Override
    public void changeTag(String modelId, String key, UnaryOperator<String> change) {
        change(modelId, LoggedModelItems.TAGS, old -> {
            Map<String, String> all = new TreeMap<>(old);
            all.put(key, change.apply(old.getOrDefault(key, "")));
            return all;
        });
    }

    private void change(String modelId, String attribute, UnaryOperator<Map<String, String>> change) {
        Revisions.change(table, LoggedModelItems.key(modelId), found -> {
            Item model = found.orElseThrow(() -> TrackingErrors.loggedModelNotFound(modelId));
            Item whole = ApartMaps.whole(table, model);
            Map<String, String> old = whole.strings(attribute);
            Map<String, AttributeValue> entries = new TreeMap<>(model.entries(attribute));
            change.apply(old).forEach((key, value) -> {
                if (!value.equals(old.get(key))) {
                    entries.put(key, AttributeValue.fromS(value));
                }
                if (ApartMaps.areOf(model) && !old.containsKey(key)) {
                    ApartMaps.checkRoom(whole);
                }
            });
            return List.of(update(modelId).set(AttributeValue.fromM(entries), attribute));
        });
    }

    @Override
    public void deleteTag(String modelId, String key) {
        Write write = update(modelId)
                .remove(LoggedModelItems.TAGS, key)
                .whenPresent(LoggedModelItems.TAGS, key)
                .whenAbsent(ApartMaps.COUNT)
                .orFound();
        if (table.tryWrite(write) instanceof Outcome.Found(Key _, Optional<Item> model)) {
            Revisions.change(table, model, found -> deleteTag(found, modelId, key));
        }
    }

    /**
     * Deletes a tag that may be in a map apart.
     *
     * @throws RegistryException if there is no such tag
     */
    private List<Write> deleteTag(Optional<Item> found, String modelId, String key) {
        Item model = found.orElseThrow(() -> TrackingErrors.loggedModelNotFound(modelId));
        if (!ApartMaps.whole(table, model).entries(LoggedModelItems.TAGS).containsKey(key)) {
            throw TrackingErrors.loggedModelTagNotFound(modelId, key);
        }
        List<Write> writes = new ArrayList<>();
        writes.add(update(modelId).remove(LoggedModelItems.TAGS, key));
        writes.addAll(ApartMaps.deletions(table, model, LoggedModelItems.TAGS, key));
        return writes;
    }

    @Override
    public Standing standing(LoggedModel model) {
        List<Item> here = table.queryAll(Query.table(LoggedModelItems.partition(model.modelId())));
        return LoggedModelItems.imported(model).standing(here);
    }

    @Override
    public boolean importModel(LoggedModel model) {
        return LoggedModelItems.imported(model).write(table);
    }

    @Override
    public Page<LoggedModel> search(LoggedModelSearch search) {
        List<String> wanted =
                search.experimentIds().stream().map(LoggedModelItems::listing).toList();
        return listings.search(search, new Listings.Reading<>(wanted, this::listed, LoggedModelItems::isInWork));
    }

    /** Returns a model by its items in the index, which may lag behind each other. */
    private LoggedModel listed(List<Item> group) {
        List<Item> whole = ApartMaps.whole(group);
        Item model = whole.getFirst();
        return ApartMaps.areOf(model) ? get(model.string(LoggedModelItems.ID)) : LoggedModelItems.toModel(whole);
    }
}
