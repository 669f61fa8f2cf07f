package io.lambdaregistry.registry;

import static io.lambdaregistry.registry.AtOnce.THREADS;
import static io.lambdaregistry.registry.AtOnce.atOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.access.Caller;
import io.lambdaregistry.access.Principal;
import io.lambdaregistry.dynamodb.event.DynamoEventStore;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.registry.DynamoRegistryStore;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.event.AuditSearch;
import io.lambdaregistry.event.AuditTrail;
import io.lambdaregistry.event.ModelAtTime;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.testing.TestStores;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Each change has its event and each event its change, in the order in which they were made. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RegistryEventsTest {
    private final AtomicLong clock = new AtomicLong(1_700_000_000_000L);
    private TestStores stores;
    private ModelRegistry registry;
    private AuditTrail trail;

    @BeforeAll
    void start() {
        stores = TestStores.inMemory();
        Table table = new Table(stores.dynamoDb(), stores.tableName());
        PageTokens tokens = new PageTokens(() -> new byte[32]);
        registry = new ModelRegistry(
                new DynamoRegistryStore(table, tokens),
                new NoLineage(),
                () -> Instant.ofEpochMilli(clock.incrementAndGet()));
        trail = new AuditTrail(new DynamoEventStore(table, tokens));
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    private ModelVersion createVersion(String name) {
        return registry.createVersion(name, "s3://bucket/model", null, null, "", "", Map.of());
    }

    private static AuditSearch of(String name) {
        return new AuditSearch(Optional.of(name), 0, AuditSearch.END_OF_TIME, 1_000, Optional.empty());
    }

    /** The latest last, as they were made. */
    private List<AuditEntry> entries(String name) {
        return trail.search(of(name)).items().reversed();
    }

    private List<RegistryChange> changes(String name) {
        return entries(name).stream().map(entry -> entry.event().change()).toList();
    }

    @Test
    void everyChangeOfAModelIsListedWithTheValueBefore() throws Exception {
        Caller.as(
                Principal.iam("arn:aws:iam::1:user/anna"),
                () -> registry.createModel("changed", "first", Map.of("team", "core")));
        createVersion("changed");
        registry.updateModel("changed", "second");
        registry.setModelTag("changed", "team", "risk");
        registry.setModelTag("changed", "size", "1");
        registry.deleteModelTag("changed", "team");
        registry.setAlias("changed", "champion", "1");
        createVersion("changed");
        registry.setAlias("changed", "champion", "2");
        registry.transitionStage("changed", "1", "Production", false);
        registry.transitionStage("changed", "2", "Production", true);
        registry.transitionStage("changed", "1", "Staging", false);
        registry.setVersionTag("changed", "1", "checked", "no");
        registry.setVersionTag("changed", "1", "checked", "yes");
        registry.deleteVersionTag("changed", "1", "checked");
        registry.updateVersion("changed", "1", "words");
        registry.updateVersion("changed", "1", null);
        registry.deleteVersion("changed", "2");
        registry.setAlias("changed", "champion", "1");
        registry.deleteAlias("changed", "champion");
        registry.deleteModel("changed");
        assertThat(entries("changed"))
                .extracting(
                        entry -> entry.event().change().entity() + "."
                                + entry.event().change().action(),
                        entry -> entry.from().orElse("-"),
                        entry -> entry.event().change().newValue().orElse("-"))
                .extracting(Object::toString)
                .containsExactly(
                        "(\"registered_model.created\", \"-\", \"-\")",
                        "(\"model_version.created\", \"-\", \"-\")",
                        "(\"registered_model.updated\", \"first\", \"second\")",
                        "(\"registered_model_tag.set\", \"core\", \"risk\")",
                        "(\"registered_model_tag.set\", \"-\", \"1\")",
                        "(\"registered_model_tag.deleted\", \"risk\", \"-\")",
                        "(\"model_version_alias.created\", \"-\", \"1\")",
                        "(\"model_version.created\", \"-\", \"-\")",
                        "(\"model_version_alias.created\", \"1\", \"2\")",
                        "(\"model_version_stage.changed\", \"None\", \"Production\")",
                        "(\"model_version_stage.changed\", \"None\", \"Production\")",
                        "(\"model_version_stage.changed\", \"Archived\", \"Staging\")",
                        "(\"model_version_tag.set\", \"-\", \"no\")",
                        "(\"model_version_tag.set\", \"no\", \"yes\")",
                        "(\"model_version_tag.deleted\", \"yes\", \"-\")",
                        "(\"model_version.updated\", \"-\", \"words\")",
                        "(\"model_version.updated\", \"words\", \"-\")",
                        "(\"model_version.deleted\", \"-\", \"-\")",
                        "(\"model_version_alias.created\", \"-\", \"1\")",
                        "(\"model_version_alias.deleted\", \"1\", \"-\")",
                        "(\"registered_model.deleted\", \"-\", \"-\")");
        assertThat(entries("changed").getFirst().event().who()).isEqualTo(Principal.iam("arn:aws:iam::1:user/anna"));
        assertThat(entries("changed").getLast().event().who()).isEqualTo(Principal.UNKNOWN);
        assertThat(changes("changed").get(10))
                .isEqualTo(new RegistryChange.StageChanged(2, Stage.NONE, Stage.PRODUCTION, List.of(1L)));
    }

    @Test
    void theValueBeforeIsFoundOnAnyPage() {
        registry.createModel("paged", "", Map.of("colour", "red"));
        for (String colour : List.of("green", "blue")) {
            registry.setModelTag("paged", "colour", colour);
            registry.setModelTag("paged", "other", colour);
        }
        List<Optional<String>> from = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<AuditEntry> page =
                    trail.search(new AuditSearch(Optional.of("paged"), 0, AuditSearch.END_OF_TIME, 1, token));
            page.items().forEach(entry -> from.add(entry.from()));
            token = page.nextPageToken();
        } while (token.isPresent());
        assertThat(from)
                .containsExactly(
                        Optional.of("green"),
                        Optional.of("green"),
                        Optional.empty(),
                        Optional.of("red"),
                        Optional.empty());
    }

    @Test
    void anOperationThatChangesNothingHasNoEvent() {
        registry.createModel("quiet", "", Map.of());
        createVersion("quiet");
        registry.deleteModelTag("quiet", "absent");
        registry.deleteVersionTag("quiet", "1", "absent");
        registry.deleteAlias("quiet", "absent");
        assertThatThrownBy(() -> registry.createModel("quiet", "", Map.of())).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> registry.setAlias("quiet", "champion", "7")).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> registry.setVersionTag("quiet", "7", "k", "v")).isInstanceOf(RegistryException.class);
        assertThat(changes("quiet")).hasSize(2);
        assertThatThrownBy(() -> registry.deleteModel("never there")).isInstanceOf(RegistryException.class);
        assertThat(changes("never there")).isEmpty();
    }

    @Test
    void aModelIsFoundByEachNameThatItHadAndKeptWhenItIsDeleted() {
        registry.createModel("maiden", "", Map.of());
        registry.setModelTag("maiden", "k", "v");
        registry.renameModel("maiden", "married");
        registry.setModelTag("married", "k", "w");
        registry.deleteModelTag("married", "k");
        registry.deleteModel("married");
        assertThat(changes("married")).hasSize(6).isEqualTo(changes("maiden"));
        assertThat(entries("maiden")).extracting(AuditEntry::from).contains(Optional.of("v"), Optional.of("w"));
    }

    @Test
    void listsTheModelsThatHadANameOneAfterTheOther() {
        registry.createModel("handed on", "", Map.of());
        createVersion("handed on");
        registry.setAlias("handed on", "champion", "1");
        registry.renameModel("handed on", "moved away");
        registry.createModel("handed on", "", Map.of("k", "v"));
        registry.setModelTag("handed on", "k", "w");
        registry.deleteModelTag("handed on", "k");
        assertThat(registry.getModel("handed on").aliases()).isEmpty();
        assertThat(registry.getModel("moved away").aliases()).containsEntry("champion", 1L);
        registry.deleteModel("handed on");
        registry.createModel("handed on", "", Map.of());
        createVersion("handed on");
        assertThat(entries("handed on").stream()
                        .map(entry -> entry.event().modelId())
                        .distinct())
                .hasSize(3);
        assertThat(changes("moved away")).hasSize(4);
    }

    @Test
    void pagesGoThroughAllThatHappenedByTime() {
        long before = clock.get();
        for (int i = 0; i < 7; i++) {
            registry.createModel("timed-" + i, "", Map.of());
            registry.setModelTag("timed-" + i, "k", "v");
        }
        long after = clock.incrementAndGet();
        registry.createModel("too late", "", Map.of());
        List<RegistryEvent> seen = new ArrayList<>();
        Optional<String> token = Optional.empty();
        do {
            Page<AuditEntry> page = trail.search(new AuditSearch(Optional.empty(), before + 1, after, 4, token));
            page.items().forEach(entry -> seen.add(entry.event()));
            token = page.nextPageToken();
        } while (token.isPresent());
        assertThat(seen).hasSize(14).doesNotHaveDuplicates();
        assertThat(seen).extracting(RegistryEvent::time).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    }

    @Test
    void theVersionInProductionAtATimeIsFoundByOneCall() {
        registry.createModel("asked", "", Map.of());
        createVersion("asked");
        createVersion("asked");
        registry.transitionStage("asked", "1", "Production", false);
        registry.setAlias("asked", "champion", "1");
        long then = clock.get();
        registry.transitionStage("asked", "2", "Production", true);
        registry.setAlias("asked", "champion", "2");
        long later = clock.get();
        registry.renameModel("asked", "asked again");
        registry.deleteVersion("asked again", "2");
        long last = clock.get();
        registry.deleteModel("asked again");

        ModelAtTime model = trail.at("asked", then);
        assertThat(model.stages()).isEqualTo(Map.of(1L, Stage.PRODUCTION));
        assertThat(model.aliases()).isEqualTo(Map.of("champion", 1L));
        assertThat(trail.at("asked", later).stages()).isEqualTo(Map.of(1L, Stage.ARCHIVED, 2L, Stage.PRODUCTION));
        assertThat(trail.at("asked", later).aliases()).isEqualTo(Map.of("champion", 2L));
        assertThat(trail.at("asked again", last).stages()).isEqualTo(Map.of(1L, Stage.ARCHIVED));
        assertThat(trail.at("asked again", last).aliases()).isEmpty();
        for (String name : List.of("asked", "asked again")) {
            assertThatThrownBy(() -> trail.at(name, clock.get()))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.RESOURCE_DOES_NOT_EXIST));
        }
    }

    @Test
    void archivingMoreThanATransactionTakesIsListed() {
        registry.createModel("crowd", "", Map.of());
        for (int i = 1; i <= 101; i++) {
            createVersion("crowd");
            registry.transitionStage("crowd", "" + i, "Staging", false);
        }
        createVersion("crowd");
        registry.transitionStage("crowd", "102", "Staging", true);
        ModelAtTime model = trail.at("crowd", clock.get());
        assertThat(model.stages().entrySet())
                .filteredOn(version -> version.getValue().equals(Stage.STAGING))
                .containsExactly(Map.entry(102L, Stage.STAGING));
        assertThat(model.stages()).hasSize(102);
    }

    @Test
    void eventsOfRacingChangesStandInTheOrderOfTheChanges() throws Exception {
        registry.createModel("raced", "", Map.of());
        assertThat(atOnce(i -> () -> {
                    registry.setModelTag("raced", "tag", "" + i);
                    return i;
                }))
                .containsOnly(Optional.empty());
        List<AuditEntry> entries = entries("raced");
        assertThat(entries).hasSize(THREADS + 1);
        RegistryChange last = entries.getLast().event().change();
        assertThat(registry.getModel("raced").tags())
                .containsEntry("tag", last.newValue().orElseThrow());
    }

    @Test
    void aProcessWhoseClockIsBehindComesBehindAllTheSame() {
        ModelRegistry late = new ModelRegistry(
                new DynamoRegistryStore(
                        new Table(stores.dynamoDb(), stores.tableName()), new PageTokens(() -> new byte[32])),
                new NoLineage(),
                () -> Instant.ofEpochMilli(1_000));
        registry.createModel("skewed", "", Map.of());
        createVersion("skewed");
        late.setModelTag("skewed", "k", "v");
        late.setAlias("skewed", "champion", "1");
        registry.createVersion("skewed", "s3://bucket/model", null, null, "", "", Map.of());
        assertThat(changes("skewed"))
                .extracting(change -> change.entity())
                .containsExactly(
                        "registered_model",
                        "model_version",
                        "registered_model_tag",
                        "model_version_alias",
                        "model_version");
        assertThat(changes("skewed")).contains(new RegistryChange.AliasSet("champion", 1, OptionalLong.empty()));
    }
}
