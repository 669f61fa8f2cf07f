package io.lambdaregistry.dynamodb.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.access.Authors;
import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.dynamodb.registry.ModelItems;
import io.lambdaregistry.dynamodb.registry.VersionItems;
import io.lambdaregistry.dynamodb.webhook.DynamoWebhookStore;
import io.lambdaregistry.event.AuditSearch;
import io.lambdaregistry.event.ChangeKind;
import io.lambdaregistry.event.ChangeKinds;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.event.RegistryChange.Unknown;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.json.Json;
import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.registry.Stage;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.tracking.NewRun;
import io.lambdaregistry.tracking.Runs;
import io.lambdaregistry.webhook.AesSecretCipher;
import io.lambdaregistry.webhook.WakeUp;
import io.lambdaregistry.webhook.Webhook;
import io.lambdaregistry.webhook.WebhookDeliveries;
import io.lambdaregistry.webhook.WebhookEvent;
import io.lambdaregistry.webhook.WebhookSender;
import io.lambdaregistry.webhook.WebhookStatus;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Every kind of change, and one that only a later version knows: each is written, read back, audited, delivered to webhooks and
 * shown on the page.
 */
final class EveryChangeTest {
    private static final String LATER = "model_version_gate.opened";

    /** The payload that webhooks receive for each change of a model and of a prompt. Others have none. Sealed and signed are not MLflow's. */
    private static final Map<Class<?>, List<String>> ANNOUNCED = Map.of(
            RegistryChange.ModelCreated.class, List.of("registered_model.created", "registered_model.created"),
            RegistryChange.ModelTagSet.class, List.of("", "prompt_tag.set"),
            RegistryChange.ModelTagDeleted.class, List.of("", "prompt_tag.deleted"),
            RegistryChange.AliasSet.class, List.of("model_version_alias.created", "prompt_alias.created"),
            RegistryChange.AliasDeleted.class, List.of("model_version_alias.deleted", "prompt_alias.deleted"),
            RegistryChange.VersionCreated.class, List.of("model_version.created", "model_version.created"),
            RegistryChange.VersionSealed.class, List.of("model_version.sealed", "model_version.sealed"),
            RegistryChange.VersionSigned.class, List.of("model_version.signed", "model_version.signed"),
            RegistryChange.VersionTagSet.class, List.of("model_version_tag.set", "prompt_version_tag.set"),
            RegistryChange.VersionTagDeleted.class, List.of("model_version_tag.deleted", "prompt_version_tag.deleted"));

    /** One of each, in an order in which they can happen to one model. */
    private static final List<RegistryChange> CHANGES = List.of(
            new RegistryChange.ModelCreated("words", Map.of("team", "risk")),
            new RegistryChange.ModelUpdated("other words"),
            new RegistryChange.ModelTagSet("team", "core"),
            new RegistryChange.ModelTagDeleted("team"),
            new RegistryChange.VersionCreated(1, "s3://b/m", "run", "link", "m-1", "first", Map.of("k", "v")),
            new RegistryChange.VersionUpdated(1, null),
            new RegistryChange.VersionSealed(1, "d1", "m1", 3),
            new RegistryChange.VersionSigned(1, "s1", "VERIFIED", "Signed by release.", "k1"),
            new RegistryChange.VersionTagSet(1, "k", "w"),
            new RegistryChange.VersionTagDeleted(1, "k"),
            new RegistryChange.StageChanged(1, Stage.NONE, Stage.PRODUCTION, List.of(2L, 3L)),
            new RegistryChange.VersionsArchived(Stage.STAGING, List.of(2L, 3L)),
            new RegistryChange.AliasSet("champion", 1, OptionalLong.of(2)),
            new RegistryChange.AliasDeleted("champion"),
            new RegistryChange.VersionDeleted(1, List.of("a", "b")),
            new RegistryChange.VersionRestored(1, Stage.ARCHIVED),
            new RegistryChange.ModelRenamed("fraud"),
            new RegistryChange.ModelDeleted(),
            new RegistryChange.ModelRestored("fraud"));

    private final HttpClient http = HttpClient.newHttpClient();
    private LocalRegistry local;
    private Table table;

    @BeforeEach
    void start() {
        local = LocalRegistry.inMemory();
        table = new Table(local.dynamoDb(), local.tableName());
    }

    @AfterEach
    void stop() {
        local.close();
        http.close();
    }

    private static RegistryEvent event(int place, RegistryChange change) {
        return new RegistryEvent(
                1_700_000_000_000_000L + place, ModelIds.first("fraud"), "fraud", Principal.local("anna"), change);
    }

    /** As a later version writes an event: of a kind, with fields and of types that are not known here. */
    private static Item later(Item event) {
        return event.copy()
                .set("event", LATER)
                .set("version", (Long) 1L)
                .set("approvals", AttributeValue.fromL(List.of(AttributeValue.fromS("anna"))))
                .set("digest", AttributeValue.fromB(software.amazon.awssdk.core.SdkBytes.fromUtf8String("bytes")));
    }

    /** All that there is, and at the end one that a later version wrote. */
    private List<Item> writeAll() {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < CHANGES.size(); i++) {
            items.add(EventItems.of(event(i, CHANGES.get(i))));
        }
        items.add(later(EventItems.of(event(CHANGES.size(), new RegistryChange.ModelRestored("fraud")))));
        items.forEach(item -> table.transact(Write.put(item).whenAbsent()));
        return items;
    }

    @Test
    void everyKindHasARow() {
        assertThat(CHANGES.stream().map(Object::getClass).toList())
                .containsExactlyInAnyOrderElementsOf(known())
                .containsExactlyInAnyOrderElementsOf(
                        ChangeKinds.ALL.stream().map(ChangeKind::type).toList());
        assertThat(ChangeKinds.ALL).extracting(ChangeKind::name).doesNotHaveDuplicates();
        for (RegistryChange change : CHANGES) {
            assertThat(ChangeKinds.ALL)
                    .filteredOn(kind -> kind.equals(change.kind()))
                    .hasSize(1);
            assertThat(change.kind().type()).isEqualTo(change.getClass());
        }
    }

    private static List<Class<?>> known() {
        return Arrays.stream(Objects.requireNonNull(RegistryChange.class.getPermittedSubclasses()))
                .filter(kind -> kind != Unknown.class)
                .<Class<?>>map(kind -> kind)
                .toList();
    }

    @Test
    void everyKindIsReadAsItWasWritten() {
        List<Item> items = writeAll();
        for (int i = 0; i < CHANGES.size(); i++) {
            RegistryEvent written = event(i, CHANGES.get(i));
            Item stored = table.get(items.get(i).key()).orElseThrow();
            assertThat(EventItems.toEvent(stored)).isEqualTo(written);
            assertThat(EventItems.toEvent(withMore(stored))).isEqualTo(written);
            assertThat(StreamImages.event(image(stored))).contains(written);
        }
        Item later = table.get(items.getLast().key()).orElseThrow();
        RegistryEvent unknown = event(CHANGES.size(), new Unknown(LATER, 1));
        assertThat(EventItems.toEvent(later)).isEqualTo(unknown);
        assertThat(StreamImages.event(image(later))).contains(unknown);
        assertThatThrownBy(() -> EventItems.of(unknown)).isInstanceOf(IllegalStateException.class);
    }

    /** With attributes that a later version adds to a kind that is known. */
    private static Item withMore(Item event) {
        return event.copy()
                .set("approved_by", "anna")
                .set("approvals", AttributeValue.fromL(List.of(AttributeValue.fromN("1"))));
    }

    private static Map<?, ?> image(Item item) {
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(Json.text(StreamImages.image(item.attributes()))));
    }

    private Map<?, ?> get(String path) throws Exception {
        var answer = http.send(
                HttpRequest.newBuilder(URI.create(local.uri() + "/api/2.0/registry/" + path))
                        .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return (Map<?, ?>) Objects.requireNonNull(Json.parse(answer.body()));
    }

    private static List<?> list(Map<?, ?> answer, String name) {
        return (List<?>) Objects.requireNonNull(answer.get(name));
    }

    @Test
    void everyKindIsAudited() throws Exception {
        writeAll();
        for (String of : List.of("", "?name=fraud")) {
            List<?> events = list(get("audit" + of), "events").reversed();
            assertThat(events).hasSize(CHANGES.size() + 1);
            for (int i = 0; i < CHANGES.size(); i++) {
                assertThat((Map<?, ?>) events.get(i))
                        .extracting("entity", "action", "user", "name")
                        .containsExactly(CHANGES.get(i).entity(), CHANGES.get(i).action(), "anna", "fraud");
                assertThat(((Map<?, ?>) events.get(i)).containsKey("unknown")).isFalse();
            }
            assertThat((Map<?, ?>) events.getLast())
                    .extracting("entity", "action", "user", "timestamp", "version", "unknown")
                    .containsExactly("model_version_gate", "opened", "anna", 1_700_000_000_000L, "1", true);
        }
    }

    @Test
    void theStateAtATimeNamesTheEventsThatAreNotKnown() throws Exception {
        writeAll();
        Map<?, ?> model = get("audit/at?name=fraud&time=1700000000001");
        assertThat(list(model, "unknown_events"))
                .singleElement()
                .extracting(event -> ((Map<?, ?>) event).get("entity"))
                .isEqualTo("model_version_gate");
        assertThat(list(model, "versions")).hasSize(3);
    }

    @Test
    void theValueBeforeIsNotGuessedAcrossAnUnknownEvent() {
        RegistryChange tag = new RegistryChange.ModelTagSet("team", "core");
        table.transact(Write.put(EventItems.of(event(0, CHANGES.getFirst()))));
        table.transact(Write.put(later(EventItems.of(event(1, tag)))));
        table.transact(Write.put(EventItems.of(event(2, new RegistryChange.ModelTagSet("other", "1")))));
        table.transact(Write.put(EventItems.of(event(3, tag))));
        var entries = local.services()
                .auditTrail()
                .search(new AuditSearch(Optional.of("fraud"), 0, AuditSearch.END_OF_TIME, 10, Optional.empty()))
                .items();
        assertThat(entries.getFirst().from()).isEmpty();
    }

    @Test
    void webhooksReceiveEachKindThatTheyCanNameAndPassTheOthers() {
        List<Item> items = writeAll();
        RegistryChange last = new RegistryChange.VersionTagSet(1, "last", "one");
        table.transact(Write.put(EventItems.of(event(items.size(), last))));
        DynamoWebhookStore store = new DynamoWebhookStore(table, new PageTokens(() -> new byte[32]));
        TreeSet<WebhookEvent> wanted = new TreeSet<>();
        ANNOUNCED.values().stream()
                .flatMap(List::stream)
                .forEach(name -> WebhookEvent.find(name).ifPresent(wanted::add));
        store.create(new Webhook(
                "hook",
                "hook",
                "",
                "https://receiver.invalid/",
                wanted,
                Collections.emptySortedSet(),
                WebhookStatus.ACTIVE,
                1,
                1,
                Principal.UNKNOWN,
                Principal.UNKNOWN,
                0,
                Optional.empty()));
        List<String> delivered = new ArrayList<>();
        WebhookDeliveries deliveries = new WebhookDeliveries(
                store,
                local.services().events(),
                new AesSecretCipher(new byte[32]),
                (url, headers, body) -> {
                    Map<?, ?> payload = (Map<?, ?>) Objects.requireNonNull(Json.parse(body));
                    assertThat(payload.get("data")).extracting("name").isEqualTo("fraud");
                    delivered.add(payload.get("entity") + "." + payload.get("action"));
                    return new WebhookSender.Outcome.Answered(200, "");
                },
                (body, reason) -> {},
                InstantSource.system());
        assertThat(deliveries.deliver(new WakeUp("hook", ModelIds.first("fraud"), 0)))
                .isEmpty();
        assertThat(delivered)
                .containsExactlyElementsOf(Stream.concat(CHANGES.stream(), Stream.of(last))
                        .map(change -> ANNOUNCED
                                .getOrDefault(change.getClass(), List.of(""))
                                .getFirst())
                        .filter(name -> !name.isEmpty())
                        .toList());
        for (RegistryChange change : CHANGES) {
            for (boolean ofPrompt : new boolean[] {false, true}) {
                String name = change.announcement(ofPrompt)
                        .map(announcement -> announcement.entity() + "." + change.action())
                        .orElse("");
                assertThat(name)
                        .isEqualTo(ANNOUNCED
                                .getOrDefault(change.getClass(), List.of("", ""))
                                .get(ofPrompt ? 1 : 0));
                assertThat(name.isEmpty() || WebhookEvent.find(name).isPresent())
                        .isTrue();
            }
        }
    }

    @Test
    void thePageHasWordsForEachKindAndTheirFields() throws Exception {
        ModelRegistry registry = local.services().registry();
        registry.createModel("other", "", Map.of());
        writeAll();
        local.dynamoDb()
                .putItem(put -> put.tableName(local.tableName())
                        .item(renamed(table.get(ModelItems.key("other")).orElseThrow())));
        List<?> events = list(get("views/model?name=fraud"), "events").reversed().stream()
                .filter(event -> "fraud".equals(((Map<?, ?>) event).get("name")))
                .toList();
        assertThat(events).hasSize(CHANGES.size() + 1);
        for (Object shown : events) {
            Map<?, ?> event = (Map<?, ?>) shown;
            String words = String.valueOf(event.get("words"));
            assertThat(words).isNotBlank();
            Pattern.compile("\\{(\\w+)\\}")
                    .matcher(words)
                    .results()
                    .map(place -> place.group(1).equals("it") ? "version" : place.group(1))
                    .forEach(field -> assertThat(event.containsKey(field))
                            .as("%s of %s", field, event)
                            .isTrue());
        }
        assertThat(((Map<?, ?>) events.getLast()).get("words")).isEqualTo("model version gate opened");
    }

    private static Map<String, AttributeValue> renamed(Item model) {
        Map<String, AttributeValue> attributes = new HashMap<>(model.attributes());
        attributes.putAll(Item.with(ModelIds.key("fraud")).attributes());
        attributes.put(ModelItems.NAME, AttributeValue.fromS("fraud"));
        return attributes;
    }

    @Test
    void thePrincipalOfAChangeIsStoredWithIt() {
        List<Principal> callers = List.of(
                Principal.iam("arn:aws-us-gov:sts::1:assumed-role/deployer/anna"),
                Principal.iam("arn:aws:iam::1:user/team/bert"),
                Principal.jwt("sub", Optional.of("Anna Meier"), Set.of("ml")),
                Principal.authorizer("a b"),
                Principal.local("anna"),
                Principal.s3("AWS:AROAEXAMPLE:anna"),
                Principal.REGISTRY,
                Principal.UNKNOWN);
        for (Principal caller : callers) {
            Item event = EventItems.of(new RegistryEvent(1, "id", "fraud", caller, new RegistryChange.ModelDeleted()));
            assertThat(event.string("who")).isEqualTo(caller.text());
            Principal read = EventItems.toEvent(event).who();
            assertThat(read).isEqualTo(caller);
            assertThat(read.name()).isEqualTo(caller.name());
            assertThat(read.text()).isEqualTo(caller.text());
            Runs runs = local.services().runs();
            String run = Caller.as(caller, () -> runs.create(new NewRun("0", "mlflow's user", 0, List.of(), "")))
                    .info()
                    .runId();
            assertThat(runs.get(run).authors()).isEqualTo(new Authors(caller, caller));
            assertThat(runs.get(run).info().userId()).isEqualTo("mlflow's user");
        }
        Item old = EventItems.of(
                        new RegistryEvent(1, "id", "fraud", Principal.UNKNOWN, new RegistryChange.ModelDeleted()))
                .without("who_kind");
        assertThat(EventItems.toEvent(old.copy().set("who", "anna")).who().text())
                .isEqualTo("anna");
        assertThat(EventItems.toEvent(old.copy().set("who", "arn:aws:iam::1:user/anna"))
                        .who())
                .isEqualTo(Principal.iam("arn:aws:iam::1:user/anna"));
        assertThat(EventItems.toEvent(old.copy().set("who", "u1").set("who_kind", "password"))
                        .who())
                .isEqualTo(new Principal(new Principal.Kind("password"), "u1", Optional.empty(), Set.of()));
    }

    @Test
    void valuesThatALaterVersionStoresAreShown() throws Exception {
        ModelRegistry registry = local.services().registry();
        registry.createModel("later", "", Map.of());
        registry.createVersion("later", "s3://bucket/model", null, null, "", "", Map.of());
        String modelId = table.get(ModelItems.key("later")).orElseThrow().string(ModelItems.ID);
        table.write(Write.update(VersionItems.key(modelId, 1)).set("stage", "Canary"));
        assertThat(registry.getVersion("later", "1").stage()).isEqualTo(new Stage("Canary"));
        registry.transitionStage("later", "1", "Staging", false);
        assertThat(registry.getVersion("later", "1").stage()).isEqualTo(Stage.STAGING);

        DynamoWebhookStore store = new DynamoWebhookStore(table, new PageTokens(() -> new byte[32]));
        Collection<WebhookEvent> created = List.of(WebhookEvent.parse("model_version.created"));
        store.create(new Webhook(
                "hook",
                "hook",
                "",
                "https://receiver.invalid/",
                new TreeSet<>(created),
                Collections.emptySortedSet(),
                WebhookStatus.ACTIVE,
                1,
                1,
                Principal.UNKNOWN,
                Principal.UNKNOWN,
                0,
                Optional.empty()));
        table.write(Write.update(new Key("WEBHOOKS", "hook"))
                .set("status", "PAUSED")
                .set(AttributeValue.fromSs(List.of("model_version.created", LATER)), "events"));
        Webhook webhook = store.get("hook").orElseThrow();
        assertThat(webhook.status()).isEqualTo(new WebhookStatus("PAUSED"));
        assertThat(webhook.status().isActive()).isFalse();
        assertThat(webhook.events()).containsExactlyElementsOf(created);
        assertThat(webhook.unknownEvents()).containsExactly(LATER);
        var listed = http.send(
                HttpRequest.newBuilder(URI.create(local.uri() + "/api/2.0/mlflow/webhooks"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(listed.body())
                .contains("\"status\":\"DISABLED\",\"unknown_status\":\"PAUSED\"")
                .contains("\"unknown_events\":[\"" + LATER + "\"]");
    }
}
