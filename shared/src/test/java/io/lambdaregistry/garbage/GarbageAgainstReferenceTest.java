package io.lambdaregistry.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.registry.ModelVersion;
import io.lambdaregistry.testing.TestStores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Random lives of models, versions, runs and files, compared with a naive idea of what must be left after a collection. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GarbageAgainstReferenceTest {
    private static final int STEPS = 600;
    private static final List<String> NAMES = List.of("a", "b", "c");

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private TestStores stores;
    private World world;
    private Set<String> empty = Set.of();

    @BeforeAll
    void start() {
        stores = TestStores.inMemory();
        world = new World(stores);
        world.experiments.get("0");
        empty = world.partitions();
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    /** What has files, or holds those of another. */
    private static class Thing {
        final String id;
        final Set<String> files;
        long deleted;
        boolean gone;

        Thing(String id, Set<String> files) {
            this.id = id;
            this.files = files;
        }

        boolean isLiving() {
            return deleted == 0 && !gone;
        }

        boolean isOverAge(long now) {
            return deleted > 0 && deleted < now - World.RETENTION.toMillis();
        }
    }

    private static final class Version extends Thing {
        final Thing folder;

        Version(String number, Thing folder) {
            super(number, Set.of());
            this.folder = folder;
        }
    }

    private static final class Model extends Thing {
        String name;
        final Map<String, Version> versions = new LinkedHashMap<>();

        Model(String name) {
            super(name, Set.of());
            this.name = name;
        }
    }

    private final List<Model> models = new ArrayList<>();
    private final List<Thing> runs = new ArrayList<>();
    private final List<Thing> loggedModels = new ArrayList<>();
    private final Map<String, Thing> uploads = new LinkedHashMap<>();

    private <T extends Thing> Optional<T> any(List<T> things, boolean living) {
        List<T> some = things.stream()
                .filter(thing -> !thing.gone && thing.isLiving() == living)
                .toList();
        return some.isEmpty() ? Optional.empty() : Optional.of(some.get(random.nextInt(some.size())));
    }

    private Optional<Model> named(String name) {
        return models.stream()
                .filter(model -> model.isLiving() && model.name.equals(name))
                .findFirst();
    }

    private String name() {
        return NAMES.get(random.nextInt(NAMES.size()));
    }

    private void add(Model model, ModelVersion created, Thing folder) {
        String number = Long.toString(created.version());
        model.versions.put(number, new Version(number, folder));
    }

    private void step() {
        String name = name();
        Optional<Model> model = named(name);
        switch (random.nextInt(20)) {
            case 0, 1 -> {
                if (model.isEmpty()) {
                    world.registry.createModel(name, "", Map.of("t" + random.nextInt(2), "v"));
                    models.add(new Model(name));
                }
            }
            case 2 -> {
                String run = world.createRun();
                runs.add(new Thing(
                        run, Set.of("0/" + run + "/artifacts/model/MLmodel", "0/" + run + "/artifacts/plot.png")));
            }
            case 3 -> {
                String id = world.createLoggedModel();
                loggedModels.add(new Thing(id, Set.of("0/models/" + id + "/artifacts/MLmodel")));
            }
            case 4, 5 ->
                model.ifPresent(living ->
                        any(runs, true).ifPresent(run -> add(living, world.versionOfRun(name, run.id), run)));
            case 6 ->
                model.ifPresent(living -> any(loggedModels, true)
                        .ifPresent(logged -> add(living, world.versionOfLoggedModel(name, logged.id), logged)));
            case 7 -> upload(name, model);
            case 8 -> model.ifPresent(living -> copy(living, named(name()).orElse(living)));
            case 9 ->
                model.flatMap(living -> any(List.copyOf(living.versions.values()), true))
                        .ifPresent(version -> world.registry.setAlias(name, "alias" + random.nextInt(3), version.id));
            case 10 -> rename(name, model);
            case 11, 12 ->
                model.flatMap(living -> any(List.copyOf(living.versions.values()), true))
                        .ifPresent(version -> {
                            world.registry.deleteVersion(name, version.id);
                            version.deleted = world.now.get();
                        });
            case 13 ->
                model.ifPresent(living -> {
                    world.registry.deleteModel(name);
                    living.deleted = world.now.get();
                });
            case 14 -> restoreModel(name, model.isPresent());
            case 15 ->
                model.flatMap(living -> any(List.copyOf(living.versions.values()), false))
                        .ifPresent(version -> {
                            world.registry.restoreVersion(name, version.id);
                            version.deleted = 0;
                        });
            case 16 ->
                any(runs, true).ifPresent(run -> {
                    world.runs.delete(run.id);
                    run.deleted = world.now.get();
                });
            case 17 ->
                any(loggedModels, true).ifPresent(logged -> {
                    world.loggedModels.delete(logged.id);
                    logged.deleted = world.now.get();
                });
            case 18 ->
                any(runs, false).ifPresent(run -> {
                    world.runs.restore(run.id);
                    run.deleted = 0;
                });
            default -> {
                world.pass(Duration.ofMinutes(random.nextInt(20 * 24 * 60)));
                collect();
            }
        }
    }

    private void upload(String name, Optional<Model> model) {
        String folder = "models/" + name + "/f" + random.nextInt(2);
        Thing uploaded = uploads.compute(
                folder,
                (path, old) -> old == null || old.gone
                        ? new Thing(path, Set.of(path + "/MLmodel", path + "/data/weights.bin"))
                        : old);
        String number = Long.toString(world.upload(name, folder.substring(folder.lastIndexOf('/') + 1)));
        Model living = model.orElseGet(() -> {
            Model created = new Model(name);
            models.add(created);
            return created;
        });
        living.versions.put(number, new Version(number, uploaded));
    }

    private void copy(Model from, Model to) {
        any(List.copyOf(from.versions.values()), true)
                .ifPresent(version ->
                        add(to, world.versionAt(to.name, "models:/" + from.name + "/" + version.id), version.folder));
    }

    private void rename(String name, Optional<Model> model) {
        String other = name();
        if (model.isPresent() && named(other).isEmpty()) {
            world.registry.renameModel(name, other);
            model.get().name = other;
        }
    }

    private void restoreModel(String name, boolean taken) {
        models.stream()
                .filter(model -> !model.gone && !model.isLiving() && model.name.equals(name))
                .max(Comparator.comparingLong(model -> model.deleted))
                .ifPresent(model -> {
                    String other = name + "-" + model.deleted;
                    world.registry.restoreModel(name, "", taken ? other : "");
                    model.name = taken ? other : name;
                    model.deleted = 0;
                });
    }

    private void collect() {
        boolean twice = random.nextInt(3) == 0;
        assertThat(world.collect().whole()).isTrue();
        if (twice) {
            assertThat(world.collect().things()).isZero();
        }
        long now = world.now.get();
        for (Model model : models) {
            model.gone |= model.isOverAge(now);
            model.versions.values().forEach(version -> version.gone |= model.gone || version.isOverAge(now));
        }
        Stream.concat(runs.stream(), loggedModels.stream())
                .forEach(thing -> thing.gone |= thing.isOverAge(now) && !isNeeded(thing));
        uploads.values().forEach(folder -> folder.gone |= !isNeeded(folder));
        check();
    }

    private Stream<Version> versions() {
        return models.stream()
                .flatMap(model -> model.versions.values().stream())
                .filter(version -> !version.gone);
    }

    private boolean isNeeded(Thing folder) {
        return versions().anyMatch(version -> version.folder == folder);
    }

    private void check() {
        Set<String> files = new TreeSet<>();
        Stream.of(runs.stream(), loggedModels.stream(), uploads.values().stream())
                .flatMap(things -> things)
                .filter(thing -> !thing.gone)
                .forEach(thing -> files.addAll(thing.files));
        assertThat(world.files()).as("seed %d", seed).isEqualTo(files);
        for (Model model : models) {
            if (model.isLiving()) {
                model.versions.values().stream().filter(Thing::isLiving).forEach(version -> {
                    String location =
                            world.registry.getVersion(model.name, version.id).storageLocation();
                    assertThat(version.folder.gone).isFalse();
                    assertThat(location).contains(version.folder.id);
                });
            }
        }
        Set<String> partitions = world.partitions();
        Stream.concat(runs.stream(), loggedModels.stream())
                .filter(thing -> thing.gone)
                .forEach(thing -> assertThat(partitions)
                        .as("seed %d", seed)
                        .noneMatch(partition -> partition.contains(thing.id)));
        assertThat(partitions.stream().filter(partition -> partition.startsWith("VERSIONS#")))
                .as("seed %d", seed)
                .hasSize((int) models.stream()
                        .filter(model -> !model.gone)
                        .filter(model -> model.versions.values().stream().anyMatch(version -> !version.gone))
                        .count());
        assertThat(partitions).as("seed %d", seed).noneMatch(partition -> partition.startsWith("CLAIMED"));
    }

    @Test
    void onlyWhatNobodyNeedsIsGoneAndNothingElseIsLeft() {
        for (int i = 0; i < STEPS; i++) {
            step();
        }
        for (String name : NAMES) {
            named(name).ifPresent(model -> world.registry.deleteModel(name));
        }
        models.stream().filter(Thing::isLiving).forEach(model -> {
            if (!NAMES.contains(model.name)) {
                world.registry.deleteModel(model.name);
            }
            model.deleted = world.now.get();
        });
        runs.stream().filter(Thing::isLiving).forEach(run -> {
            world.runs.delete(run.id);
            run.deleted = world.now.get();
        });
        loggedModels.stream().filter(Thing::isLiving).forEach(logged -> {
            world.loggedModels.delete(logged.id);
            logged.deleted = world.now.get();
        });
        world.pass(World.RETENTION.plus(Duration.ofDays(1)));
        collect();
        assertThat(world.files()).as("seed %d", seed).isEmpty();
        assertThat(world.partitions()).as("seed %d", seed).isEqualTo(empty);
    }
}
