package io.lambdaregistry.garbage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.registry.InjectedFaults;
import io.lambdaregistry.testing.TestStores;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/** A collection may end before and after each of its steps, be throttled, and run out of time: the next one goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InterruptedCollectionTest {
    private TestStores stores;

    @BeforeAll
    void start() {
        stores = TestStores.inMemory();
    }

    @AfterAll
    void stop() {
        stores.close();
    }

    private static final class Killed extends Error {
        Killed() {
            super("killed");
        }
    }

    /** Clients with which a collection is killed before one of its writes, and so behind the one before. */
    private static final class Killer {
        private final AtomicInteger left;

        Killer(int write) {
            this.left = new AtomicInteger(write);
        }

        <C> C client(Class<C> type, C real) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                        boolean writes = method.getName().matches("(put|update|delete|transactWrite|batchWrite).*");
                        if (writes && left.getAndDecrement() == 0) {
                            throw new Killed();
                        }
                        try {
                            return method.invoke(real, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }));
        }
    }

    /** What must stay, and beside it, as often as wanted, what must go. */
    private static final class Scene {
        final World world;
        final Set<String> kept;
        final Set<String> files;

        Scene(TestStores stores) {
            world = new World(stores);
            world.registry.createModel("living", "", Map.of("team", "t"));
            String run = world.createRun();
            world.versionOfRun("living", run);
            world.upload("living", "x");
            world.versionAt("living", "s3://" + world.bucket + "/models/dead/shared");
            world.runs.delete(run);
            kept = world.partitions();
            files = world.files();
            files.add("models/dead/shared/MLmodel");
            files.add("models/dead/shared/data/weights.bin");
        }

        Scene withDead() {
            world.upload("dead", "shared");
            world.upload("dead", "y");
            String dead = world.createRun();
            world.versionOfRun("dead", dead);
            world.registry.setModelTag("dead", "k", "v");
            world.registry.renameModel("dead", "deader");
            world.registry.deleteModel("deader");
            world.runs.delete(dead);
            world.loggedModels.delete(world.createLoggedModel());
            long version = world.upload("living", "z");
            world.registry.deleteVersion("living", Long.toString(version));
            world.createWebhook("dead", 3);
            world.webhooks.delete("dead", world.now.get());
            world.pass(World.RETENTION.plus(Duration.ofDays(1)));
            return this;
        }

        void check(String when) {
            assertThat(world.partitions()).as(when).isEqualTo(kept);
            assertThat(world.files()).as(when).isEqualTo(files);
            assertThat(world.registry.getVersion("living", "1").version()).isEqualTo(1);
        }
    }

    @Test
    void killedBetweenAnyTwoOfItsWritesItGoesOn() {
        Scene scene = new Scene(stores);
        int write = 0;
        for (boolean killed = true; killed; write++) {
            scene.withDead();
            Killer killer = new Killer(write);
            try {
                scene.world
                        .collector(
                                killer.client(DynamoDbClient.class, scene.world.dynamoDb),
                                killer.client(S3Client.class, scene.world.s3))
                        .collect(World.unhurried());
                killed = false;
            } catch (Killed end) {
                // as a process that ends
            }
            scene.world.collect();
            scene.check("killed at write " + write);
        }
        assertThat(write).isGreaterThan(20);
    }

    @Test
    void throttledItGoesOn() {
        Scene scene = new Scene(stores).withDead();
        long seed = System.nanoTime();
        InjectedFaults faults = new InjectedFaults(scene.world.dynamoDb, seed, 20);
        GarbageCollector collector = scene.world.collector(faults.client(), scene.world.s3);
        boolean whole = false;
        for (int i = 0; i < 100 && !whole; i++) {
            try {
                whole = collector.collect(World.unhurried()).whole();
            } catch (RegistryException unavailable) {
                // it was throttled more often than it tries in one go
            }
        }
        assertThat(faults.injected()).isGreaterThan(10);
        scene.world.collect();
        scene.check("seed " + seed);
    }

    @Test
    void outOfTimeItEndsBetweenTwoStepsAndGoesOnTheNextTime() {
        Scene scene = new Scene(stores).withDead();
        int times = 0;
        boolean whole = false;
        while (!whole) {
            AtomicInteger steps = new AtomicInteger(4);
            whole = scene.world
                    .collector()
                    .collect(new Pace(1_000_000_000, () -> steps.decrementAndGet() > 0, time -> {}))
                    .whole();
            times++;
        }
        assertThat(times).isGreaterThan(3);
        scene.check("after " + times + " times");
    }

    @Test
    void itRestsInProportionToWhatItDoes() {
        Scene scene = new Scene(stores).withDead();
        AtomicInteger rested = new AtomicInteger();
        var done = scene.world
                .collector()
                .collect(new Pace(10, () -> true, time -> rested.addAndGet(Math.toIntExact(time.toMillis()))));
        assertThat(rested.get()).isGreaterThanOrEqualTo((int) (done.things() + done.files()) * 100);
    }
}
