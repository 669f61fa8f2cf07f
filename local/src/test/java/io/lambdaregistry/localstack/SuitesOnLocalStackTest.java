package io.lambdaregistry.localstack;

import io.lambdaregistry.garbage.GarbageCollectorTest;
import io.lambdaregistry.registry.RegistryInvariantsTest;
import io.lambdaregistry.registry.RestoredModelsTest;
import io.lambdaregistry.s3.S3ArtifactStoreTest;
import io.lambdaregistry.testing.TestStores;
import io.lambdaregistry.tracking.RunsTest;
import io.lambdaregistry.upload.UploadsTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs the suites of the stores again, on another DynamoDB and S3 than the embedded ones. */
@Tag("localstack")
@ExtendWith(LocalStack.class)
final class SuitesOnLocalStackTest {
    @Nested
    final class Invariants extends RegistryInvariantsTest {
        @Override
        protected TestStores open() {
            return LocalStack.stores();
        }
    }

    @Nested
    final class Restored extends RestoredModelsTest {
        @Override
        protected TestStores open() {
            return LocalStack.stores();
        }
    }

    @Nested
    final class Garbage extends GarbageCollectorTest {
        @Override
        protected TestStores open() {
            return LocalStack.stores();
        }
    }

    @Nested
    final class Runs extends RunsTest {
        @Override
        protected TestStores open() {
            return LocalStack.stores();
        }
    }

    @Nested
    final class Artifacts extends S3ArtifactStoreTest {
        @Override
        protected TestStores open() {
            return LocalStack.stores();
        }
    }

    @Nested
    final class Uploads extends UploadsTest {
        @Override
        protected TestStores open() {
            return LocalStack.stores();
        }
    }
}
