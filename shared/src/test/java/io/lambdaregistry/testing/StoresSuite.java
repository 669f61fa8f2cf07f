package io.lambdaregistry.testing;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** A suite of tests on one pair of stores: on the embedded ones, unless a subclass opens others. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoresSuite {
    protected TestStores stores;

    @BeforeAll
    void openStores() {
        stores = open();
    }

    protected TestStores open() {
        return TestStores.inMemory();
    }

    @AfterAll
    void closeStores() {
        stores.close();
    }
}
