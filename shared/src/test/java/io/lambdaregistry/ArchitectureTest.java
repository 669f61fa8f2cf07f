package io.lambdaregistry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import java.util.stream.Stream;

/** The shape of the domain, as docs/architecture.md draws it; that of all modules together is tested where all are known. */
@AnalyzeClasses(packages = "io.lambdaregistry", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_DOMAIN_KNOWS_NEITHER_AWS_NOR_JSON = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.lambdaregistry.access..",
                    "io.lambdaregistry.artifact..",
                    "io.lambdaregistry.error..",
                    "io.lambdaregistry.event..",
                    "io.lambdaregistry.garbage..",
                    "io.lambdaregistry.metering..",
                    "io.lambdaregistry.registry..",
                    "io.lambdaregistry.seal..",
                    "io.lambdaregistry.search..",
                    "io.lambdaregistry.tracking..",
                    "io.lambdaregistry.upload..",
                    "io.lambdaregistry.webhook..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "software.amazon..",
                    "com.amazonaws..",
                    "com.fasterxml..",
                    "org.snakeyaml..",
                    "io.lambdaregistry.yaml..",
                    "org.apache..",
                    "io.lambdaregistry.dynamodb..",
                    "io.lambdaregistry.s3..");

    private static final String[] WORDS_OF_EVERY_STORE = {
        "java..",
        "org.jspecify..",
        "software.amazon..",
        "io.lambdaregistry.access..",
        "io.lambdaregistry.error..",
        "io.lambdaregistry.metering..",
        "io.lambdaregistry.dynamodb.kit.."
    };

    @ArchTest
    static final ArchRule THE_KIT_KNOWS_NO_STORE = classes()
            .that()
            .resideInAPackage("io.lambdaregistry.dynamodb.kit..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(WORDS_OF_EVERY_STORE);

    @ArchTest
    static final ArchRule THE_STORE_OF_THE_REGISTRY = store("registry", "dynamodb.event", "event", "artifact")
            .because("a change is written with its event, and a version with references to the owners of its files");

    @ArchTest
    static final ArchRule THE_STORES_OF_TRACKING = store("tracking");

    @ArchTest
    static final ArchRule THE_STORE_OF_EVENTS =
            store("event", "registry").because("events are those of the registry's models");

    @ArchTest
    static final ArchRule THE_STORE_OF_UPLOADS = store(
                    "upload", "dynamodb.registry", "dynamodb.event", "registry", "event")
            .because("an upload becomes a version in the transaction that notes it");

    @ArchTest
    static final ArchRule THE_STORE_OF_WEBHOOKS =
            store("webhook", "event").because("a webhook has a position in the events of each model");

    @ArchTest
    static final ArchRule THE_STORE_OF_SEALS = store(
                    "seal", "dynamodb.registry", "dynamodb.event", "registry", "event", "artifact", "json")
            .because("a version is sealed in the transaction that writes the event, and a manifest is stored as JSON");

    @ArchTest
    static final ArchRule THE_STORE_OF_GARBAGE = store(
                    "garbage",
                    "dynamodb.registry",
                    "dynamodb.tracking",
                    "dynamodb.event",
                    "dynamodb.upload",
                    "dynamodb.webhook",
                    "event",
                    "artifact")
            .because("it collects what every other store has deleted");

    /** A store depends on the kit, its domain and searches, and on no more than the named packages besides. */
    private static ClassesShouldConjunction store(String domain, String... others) {
        Stream<String> own = Stream.of("dynamodb." + domain, domain, "search");
        return classes()
                .that()
                .resideInAPackage("io.lambdaregistry.dynamodb." + domain + "..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(Stream.concat(
                                Stream.of(WORDS_OF_EVERY_STORE),
                                Stream.concat(own, Stream.of(others)).map(name -> "io.lambdaregistry." + name + ".."))
                        .toArray(String[]::new));
    }

    @ArchTest
    static final ArchRule EVERY_CLASS_OF_THE_TABLE_IS_IN_THE_KIT_OR_IN_A_STORE =
            noClasses().should().resideInAPackage("io.lambdaregistry.dynamodb");

    @ArchTest
    static final ArchRule ERRORS_OF_THE_API_ARE_IN_ONE_PACKAGE = classes()
            .that()
            .areAssignableTo(Exception.class)
            .and()
            .arePublic()
            .and()
            .resideOutsideOfPackage("io.lambdaregistry.dynamodb.kit..") // LostRace ends within the stores
            .should()
            .resideInAPackage("io.lambdaregistry.error..");
}
