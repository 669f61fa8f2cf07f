package io.lambdaregistry.localstack;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.testing.TestStores;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * LocalStack, in one container for the whole run. A class with this extension needs Docker. Without Docker its tests are
 * skipped with a line that says so, and with {@code CI=true} they fail.
 */
final class LocalStack implements BeforeAllCallback {
    /** The last release that needs no account. */
    private static final String IMAGE = "localstack/localstack:4.14.0";

    private static final String MISSING = "Docker does not answer.";
    private static final AtomicInteger REGISTRIES = new AtomicInteger();

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!Docker.ANSWERS) {
            if ("true".equals(System.getenv("CI"))) {
                fail(MISSING);
            }
            abort(MISSING);
        }
    }

    private static final class Docker {
        static final boolean ANSWERS = answers();

        private static boolean answers() {
            boolean available = DockerClientFactory.instance().isDockerAvailable();
            if (!available) {
                System.err.println("The tests on LocalStack do not run: " + MISSING);
            }
            return available;
        }
    }

    private static final class Container {
        static final LocalStackContainer STARTED = start();

        private static LocalStackContainer start() {
            LocalStackContainer container = new LocalStackContainer(DockerImageName.parse(IMAGE));
            container.start();
            Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
            return container;
        }
    }

    static URI endpoint() {
        return Container.STARTED.getEndpoint();
    }

    /** A registry with a table and a bucket of its own. */
    static LocalRegistry registry() {
        String name = "registry-" + REGISTRIES.incrementAndGet();
        try {
            return LocalRegistry.start(
                    Options.inMemory().named(name, name).at(Optional.of(endpoint()), Optional.of(endpoint())));
        } catch (StartException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The stores of such a registry, which are changed by their test alone. */
    static TestStores stores() {
        LocalRegistry registry = registry();
        registry.stopSealing();
        return TestStores.on(
                registry.dynamoDb(),
                registry.tableName(),
                registry.s3(),
                registry.s3Presigner(),
                registry.bucket(),
                registry);
    }
}
