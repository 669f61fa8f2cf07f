package io.lambdaregistry;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/** Tests the dependencies between all modules; those within the domain are tested in its own module. */
@AnalyzeClasses(packages = "io.lambdaregistry", importOptions = ImportOption.DoNotIncludeTests.class)
final class ModuleArchitectureTest {
    /** {@code s3.awssdk} is a package for its name alone, which S3Proxy reads: its one class belongs to {@code s3}. */
    @ArchTest
    static final ArchRule NO_PACKAGES_DEPEND_ON_EACH_OTHER_IN_CIRCLES = slices().matching("io.lambdaregistry.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(
                    resideInAPackage("io.lambdaregistry.local.s3"),
                    resideInAPackage("io.lambdaregistry.local.s3.awssdk"));

    @ArchTest
    static final ArchRule ONLY_A_LAPTOP_KNOWS_THE_EMBEDDED_TABLE = noClasses()
            .that()
            .resideOutsideOfPackages("io.lambdaregistry.embedded..", "io.lambdaregistry.local..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.lambdaregistry.embedded..");

    @ArchTest
    static final ArchRule THE_EMBEDDED_TABLE_KNOWS_NOTHING_OF_THE_REGISTRY = noClasses()
            .that()
            .resideInAPackage("io.lambdaregistry.embedded..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.lambdaregistry..")
                    .and(resideInAPackage("io.lambdaregistry.embedded..").negate()));

    @ArchTest
    static final ArchRule COPIES_OF_A_SNAPSHOT_SHARE_NO_RANDOM_STATE = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "io.lambdaregistry.embedded..", "io.lambdaregistry.local..", "io.lambdaregistry.benchmarks..")
            .should()
            .dependOnClassesThat(belongToAnyOf(Random.class, ThreadLocalRandom.class, SplittableRandom.class)
                    .or(resideInAPackage("java.util.random..")))
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .callMethod(StrictMath.class, "random")
            .orShould()
            .callMethod(Collections.class, "shuffle", List.class)
            .because("SnapStart starts many copies of one memory, and SecureRandom alone asks the system");

    @ArchTest
    static final ArchRule ONE_PACKAGE_KNOWS_THE_SERVER_BEHIND_THE_EMBEDDED_S3 = noClasses()
            .that()
            .resideOutsideOfPackage("io.lambdaregistry.local.s3..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.gaul..", "org.jclouds..")
            .because("so S3Proxy can be replaced behind EmbeddedS3");

    @ArchTest
    static void everyClassHasANameOfItsOwn(JavaClasses all) {
        Map<String, Long> names = all.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .collect(Collectors.groupingBy(JavaClass::getSimpleName, Collectors.counting()));
        assertThat(names.entrySet()).filteredOn(name -> name.getValue() > 1).isEmpty();
    }

    @ArchTest
    static final ArchRule NO_CLASS_IS_NAMED_FOR_NOTHING =
            noClasses().should().haveNameMatching(".*(Util|Utils|Manager|Impl|Helper)");
}
