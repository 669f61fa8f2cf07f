package io.lambdaregistry.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.local.gateway.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** template-grouped.yaml is template.yaml with other functions: fewer, with the same routes and the same roles. */
class GroupedTemplateTest {
    private static final Path CLASSES = Path.of("../functions/src/main/java/io/lambdaregistry/functions/grouped");

    /** The requests of {@code log_model} with {@code registered_model_name} in a new experiment, by MLflow 3.17. */
    private static final Set<String> LOG_AND_REGISTER = Set.of(
            "GET /{api}/2.0/mlflow/experiments/get-by-name",
            "POST /{api}/2.0/mlflow/experiments/create",
            "GET /{api}/2.0/mlflow/experiments/get",
            "POST /{api}/2.0/mlflow/runs/create",
            "GET /{api}/2.0/mlflow/runs/get",
            "POST /{api}/2.0/mlflow/logged-models",
            "POST /{api}/2.0/mlflow/runs/outputs",
            "GET /{api}/2.0/mlflow/logged-models/{model_id}",
            "PUT /{api}/2.0/mlflow-artifacts/artifacts/{path+}",
            "PATCH /{api}/2.0/mlflow/logged-models/{model_id}",
            "POST /{api}/2.0/mlflow/registered-models/create",
            "POST /{api}/2.0/mlflow/model-versions/create",
            "PATCH /{api}/2.0/mlflow/logged-models/{model_id}/tags",
            "POST /{api}/2.0/mlflow/runs/update");

    private final SamTemplate single = SamTemplate.read();
    private final SamTemplate grouped = SamTemplate.grouped();

    /** Else Maven writes it anew, or {@code java functions/src/build/Group.java}, with the arguments below. */
    @Test
    void isWhatTheBuildMakesOfTheOther(@TempDir Path folder) throws Exception {
        Process build = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "../functions/src/build/Group.java",
                        "../template.yaml",
                        folder.resolve("template-grouped.yaml").toString(),
                        folder.toString())
                .inheritIO()
                .start();
        assertThat(build.waitFor()).isZero();
        assertThat(Path.of("../template-grouped.yaml"))
                .hasSameTextualContentAs(folder.resolve("template-grouped.yaml"));
        List<String> classes = namesIn(folder);
        assertThat(namesIn(CLASSES)).isEqualTo(classes);
        for (String name : classes) {
            assertThat(CLASSES.resolve(name)).hasSameTextualContentAs(folder.resolve(name));
        }
    }

    private static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Operations.java"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void everyRouteHasTheRoleThatItHasInTheOther() {
        assertThat(roles(grouped)).isEqualTo(roles(single));
    }

    private static Map<String, String> roles(SamTemplate template) {
        return template.apiRoutes().all().stream()
                .collect(Collectors.toMap(Route::key, route -> Grant.role(template, route.function())));
    }

    /** Triggers keep a function of their own, and so does an operation whose role no other has. */
    @Test
    void aRoleHasOneFunctionUnlessItHasTooManyRoutesForOne() {
        Map<String, Set<String>> functions = new TreeMap<>();
        grouped.functions()
                .keySet()
                .forEach(function -> functions
                        .computeIfAbsent(Grant.role(grouped, function), role -> new TreeSet<>())
                        .add(function));
        assertThat(functions.remove("WriteRole")).containsExactly("WriteRegistryOperations", "WriteTrackingOperations");
        assertThat(functions)
                .isNotEmpty()
                .allSatisfy((role, ofRole) -> assertThat(ofRole).as(role).hasSize(1));
    }

    @Test
    void aModelIsLoggedAndRegisteredByFiveFunctionsInsteadOfEleven() {
        assertThat(called(single)).hasSize(11);
        assertThat(called(grouped))
                .containsExactlyInAnyOrder(
                        "SearchOperations",
                        "ReadOperations",
                        "WriteTrackingOperations",
                        "WriteRegistryOperations",
                        "ArtifactUploadOperations");
    }

    private static Set<String> called(SamTemplate template) {
        List<Route> routes = template.apiRoutes().all().stream()
                .filter(route -> LOG_AND_REGISTER.contains(route.key()))
                .toList();
        assertThat(routes).hasSameSizeAs(LOG_AND_REGISTER);
        return routes.stream().map(Route::function).collect(Collectors.toSet());
    }

    @Test
    void parametersRulesConditionsAndOutputsAreTheSame() {
        assertThat(without(grouped.root(), Set.of("Resources"))).isEqualTo(without(single.root(), Set.of("Resources")));
    }

    @Test
    void everyOtherResourceIsTheSame() {
        Set<String> calling = Set.of("KeepReady", "KeepReadyRole"); // which name every function: StayTest
        assertThat(without(others(grouped), calling)).isEqualTo(without(others(single), calling));
    }

    @Test
    void aFunctionDiffersFromThoseThatItReplacesInItsHandlerAndItsEventsOnly() {
        Set<String> own = Set.of("Handler", "Events");
        Map<String, Map<String, Object>> inSingle = single.functions();
        grouped.functions().forEach((name, function) -> {
            Map<String, Object> same = inSingle.get(name);
            if (same == null) {
                assertThat(inSingle.values().stream()
                                .filter(each -> without(each, own).equals(without(function, own))))
                        .as(name)
                        .hasSizeGreaterThan(1);
            } else {
                assertThat(function).as(name).isEqualTo(same);
            }
        });
    }

    private static Map<String, Object> others(SamTemplate template) {
        Set<String> functions = new HashSet<>(template.functions().keySet());
        return without(template.resources(), functions);
    }

    private static Map<String, Object> without(Map<String, Object> map, Set<String> keys) {
        Map<String, Object> rest = new TreeMap<>(map);
        rest.keySet().removeAll(keys);
        return rest;
    }
}
