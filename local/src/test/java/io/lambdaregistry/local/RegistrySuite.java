package io.lambdaregistry.local;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A suite of tests on one registry: on the embedded stores, unless a subclass provides others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class RegistrySuite {
    protected LocalRegistry local;

    @BeforeAll
    void openRegistry() {
        local = open();
    }

    protected LocalRegistry open() {
        return LocalRegistry.inMemory();
    }

    @AfterAll
    void closeRegistry() {
        local.close();
    }
}
