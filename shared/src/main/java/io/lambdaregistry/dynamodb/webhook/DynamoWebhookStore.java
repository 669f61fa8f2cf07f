package io.lambdaregistry.dynamodb.webhook;

import io.lambdaregistry.dynamodb.kit.DeletedItems;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.PrincipalItems;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.webhook.DeliveryState;
import io.lambdaregistry.webhook.Webhook;
import io.lambdaregistry.webhook.WebhookChange;
import io.lambdaregistry.webhook.WebhookEvent;
import io.lambdaregistry.webhook.WebhookStatus;
import io.lambdaregistry.webhook.WebhookStore;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Webhooks are {@code WEBHOOKS} / id: all in one partition, since they are few and each change of a model reads all of them.
 * The delivery position of a webhook for a model is {@code DELIVERIES#<webhook id>} / model id; {@code DELETED_WEBHOOKS} / id
 * finds those of a deleted webhook.
 */
public final class DynamoWebhookStore implements WebhookStore {
    private static final String WEBHOOKS = "WEBHOOKS";
    private static final String DELETED_WEBHOOKS = "DELETED_WEBHOOKS";
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String DESCRIPTION = "description";
    private static final String URL = "url";
    private static final String EVENTS = "events";
    private static final String OWN_EVENTS = "own_events";
    private static final String STATUS = "status";
    private static final String CREATED = "created";
    private static final String UPDATED = "updated";
    private static final String ACTIVE_SINCE = "active_since";
    private static final String SECRET = "secret";

    private static final String POSITION = "position";
    private static final String ATTEMPTS = "attempts";
    private static final String FAILING_SINCE = "failing_since";
    private static final String DUE = "due";
    private static final String GIVEN_UP = "given_up";

    private static final String LISTING = "webhooks";

    private final Table table;
    private final PageTokens tokens;

    public DynamoWebhookStore(Table table, PageTokens tokens) {
        this.table = table;
        this.tokens = tokens;
    }

    private static Key key(String id) {
        return new Key(WEBHOOKS, id);
    }

    private static Key deliveryKey(String webhookId, String modelId) {
        return new Key(deliveries(webhookId), modelId);
    }

    /** Webhooks whose deliveries are to be collected, with the time of their deletion. */
    public static Query deleted() {
        return Query.table(DELETED_WEBHOOKS);
    }

    public static String deliveries(String webhookId) {
        return "DELIVERIES#" + webhookId;
    }

    @Override
    public void create(Webhook webhook) {
        Item item = Item.with(key(webhook.id()))
                .set(ID, webhook.id())
                .set(NAME, webhook.name())
                .set(DESCRIPTION, webhook.description())
                .set(URL, webhook.url())
                .set(EVENTS, names(webhook.events().stream().filter(WebhookEvent::isOfMlflow)))
                .set(STATUS, webhook.status().name())
                .set(CREATED, webhook.creationTimestamp())
                .set(UPDATED, webhook.lastUpdatedTimestamp())
                .set(ACTIVE_SINCE, webhook.status().isActive() ? (Long) webhook.activeSince() : null)
                .set(SECRET, webhook.sealedSecret().orElse(null));
        List<WebhookEvent> own =
                webhook.events().stream().filter(event -> !event.isOfMlflow()).toList();
        if (!own.isEmpty()) {
            item.set(OWN_EVENTS, names(own.stream()));
        }
        PrincipalItems.set(item, PrincipalItems.CREATED_BY, webhook.createdBy());
        PrincipalItems.set(item, PrincipalItems.CHANGED_BY, webhook.changedBy());
        table.transact(Write.put(item).whenAbsent());
    }

    private static AttributeValue names(Stream<WebhookEvent> events) {
        return AttributeValue.fromSs(events.map(WebhookEvent::toString).toList());
    }

    @Override
    public Optional<Webhook> get(String id) {
        return id.isEmpty() ? Optional.empty() : table.get(key(id)).map(DynamoWebhookStore::toWebhook);
    }

    private static Webhook toWebhook(Item item) {
        Set<String> names = new HashSet<>(item.stringSet(EVENTS));
        names.addAll(item.stringSet(OWN_EVENTS));
        return new Webhook(
                item.string(ID),
                item.string(NAME),
                item.string(DESCRIPTION),
                item.string(URL),
                names.stream()
                        .flatMap(name -> WebhookEvent.find(name).stream())
                        .collect(Collectors.toCollection(TreeSet::new)),
                names.stream()
                        .filter(name -> WebhookEvent.find(name).isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new)),
                new WebhookStatus(item.string(STATUS)),
                item.number(CREATED),
                item.number(UPDATED),
                PrincipalItems.read(item, PrincipalItems.CREATED_BY),
                PrincipalItems.read(item, PrincipalItems.CHANGED_BY),
                item.number(ACTIVE_SINCE),
                Optional.ofNullable(item.stringOrNull(SECRET)));
    }

    @Override
    public List<Webhook> all() {
        return table.queryAll(Query.table(WEBHOOKS)).stream()
                .map(DynamoWebhookStore::toWebhook)
                .toList();
    }

    @Override
    public Page<Webhook> list(int maxResults, Optional<String> pageToken) {
        Optional<List<String>> position = pageToken.map(token -> tokens.read(LISTING, token));
        Comparator<List<String>> latestFirst = Comparator.comparing(List<String>::getFirst)
                .thenComparing(List::getLast)
                .reversed();
        List<Webhook> behind = all().stream()
                .filter(webhook -> position.isEmpty() || latestFirst.compare(place(webhook), position.get()) > 0)
                .sorted(Comparator.comparing(DynamoWebhookStore::place, latestFirst))
                .toList();
        List<Webhook> page = behind.subList(0, Math.min(maxResults, behind.size()));
        return Page.of(page, page.size() < behind.size(), last -> tokens.issue(LISTING, place(last)));
    }

    private static List<String> place(Webhook webhook) {
        return List.of(Keys.sortable(webhook.creationTimestamp()), webhook.id());
    }

    @Override
    public Optional<Webhook> update(String id, WebhookChange change, long now) {
        Write update = PrincipalItems.set(Write.update(key(id)), PrincipalItems.CHANGED_BY, change.by())
                .set(UPDATED, now)
                .whenExists()
                .orSkip();
        change.name().ifPresent(name -> update.set(NAME, name));
        change.description().ifPresent(description -> update.set(DESCRIPTION, description));
        change.url().ifPresent(url -> update.set(URL, url));
        change.events().ifPresent(events -> update.set(names(events.stream()), EVENTS));
        change.ownEvents().ifPresent(events -> setOrRemove(update, events));
        change.sealedSecret().ifPresent(secret -> update.set(SECRET, secret.isEmpty() ? null : secret));
        change.status().ifPresent(status -> {
            update.set(STATUS, status.name());
            // changes that are made while it is disabled are not delivered later
            if (status.isActive()) {
                update.setIfAbsent(Item.number(RegistryEvent.orderOf(now)), ACTIVE_SINCE);
            } else {
                update.remove(ACTIVE_SINCE);
            }
        });
        return table.write(update).map(DynamoWebhookStore::toWebhook);
    }

    /** DynamoDB stores no empty set. */
    private static void setOrRemove(Write update, Set<WebhookEvent> ownEvents) {
        if (ownEvents.isEmpty()) {
            update.remove(OWN_EVENTS);
        } else {
            update.set(names(ownEvents.stream()), OWN_EVENTS);
        }
    }

    @Override
    public boolean delete(String id, long now) {
        return table.tryTransact(
                        Write.delete(key(id)).whenExists().orSkip(),
                        Write.put(Item.with(new Key(DELETED_WEBHOOKS, id)).set(DeletedItems.AT, now)))
                .isWritten();
    }

    @Override
    public Optional<DeliveryState> deliveryState(String webhookId, String modelId) {
        return table.get(deliveryKey(webhookId, modelId)).map(DynamoWebhookStore::toState);
    }

    private static DeliveryState toState(Item item) {
        return new DeliveryState(
                item.number(POSITION),
                (int) item.number(ATTEMPTS),
                item.number(FAILING_SINCE),
                item.has(DUE) ? OptionalLong.of(item.number(DUE)) : OptionalLong.empty(),
                item.number(GIVEN_UP));
    }

    @Override
    public boolean noteDelivery(String webhookId, String modelId, Optional<DeliveryState> read, DeliveryState now) {
        Write put = Write.put(Item.with(deliveryKey(webhookId, modelId))
                .set(POSITION, now.position())
                .set(ATTEMPTS, (long) now.attempts())
                .set(FAILING_SINCE, now.failingSince())
                .set(DUE, now.due().isPresent() ? (Long) now.due().getAsLong() : null)
                .set(GIVEN_UP, now.givenUp()));
        if (read.isEmpty()) {
            put.whenAbsent();
        } else {
            put.whenEqual(Item.number(read.get().position()), POSITION)
                    .whenEqual(Item.number(read.get().attempts()), ATTEMPTS);
        }
        return table.tryTransact(put.orSkip()).isWritten();
    }

    @Override
    public List<String> waiting(String webhookId) {
        return table.queryAll(Query.table(deliveries(webhookId))).stream()
                .filter(item -> item.has(DUE))
                .map(item -> item.string(Keys.SK))
                .toList();
    }
}
