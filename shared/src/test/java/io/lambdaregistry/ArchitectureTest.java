package io.lambdaregistry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;

/** The shape of the domain module: what docs/architecture.md draws. */
@AnalyzeClasses(packages = "io.lambdaregistry", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchRule THE_DOMAIN_KNOWS_NEITHER_AWS_NOR_JSON = noClasses()
            .that()
            .resideInAnyPackage("io.lambdaregistry.registry..", "io.lambdaregistry.tracking..")
            .or()
            .resideInAnyPackage("io.lambdaregistry.artifact..", "io.lambdaregistry.search..")
            .or()
            .resideInAnyPackage("io.lambdaregistry.error..", "io.lambdaregistry.event..", "io.lambdaregistry.webhook..")
            .or()
            .resideInAnyPackage("io.lambdaregistry.upload..", "io.lambdaregistry.access..")
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

    @ArchTest
    static final ArchRule PACKAGES_DO_NOT_DEPEND_ON_EACH_OTHER_IN_CIRCLES =
            slices().matching("io.lambdaregistry.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule COPIES_OF_A_SNAPSHOT_SHARE_NO_RANDOM_STATE = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, ThreadLocalRandom.class, SplittableRandom.class)
            .because("SnapStart starts many copies of one memory, and SecureRandom alone asks the system");

    @ArchTest
    static final ArchRule NO_CLASS_IS_NAMED_FOR_NOTHING =
            noClasses().should().haveNameMatching(".*(Util|Utils|Manager|Impl|Helper)");

    @ArchTest
    static final ArchRule EXCEPTIONS_LIVE_WHERE_THEY_ARE_TOLD = classes()
            .that()
            .areAssignableTo(Exception.class)
            .and()
            .arePublic()
            .should()
            .resideInAPackage("io.lambdaregistry.error..");
}
