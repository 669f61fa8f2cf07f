package io.lambdaregistry;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

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

    @ArchTest
    static final ArchRule EXCEPTIONS_LIVE_WHERE_THEY_ARE_TOLD = classes()
            .that()
            .areAssignableTo(Exception.class)
            .and()
            .arePublic()
            .should()
            .resideInAPackage("io.lambdaregistry.error..");
}
