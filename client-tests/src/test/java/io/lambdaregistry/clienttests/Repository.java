package io.lambdaregistry.clienttests;

import io.lambdaregistry.processes.Checkout;
import java.nio.file.Path;

/** The folders of this repository. */
final class Repository {
    static final Path ROOT = Checkout.ROOT;
    static final String LAUNCHER = Checkout.LAUNCHER;
    static final Path CLIENT_TESTS = ROOT.resolve("client-tests");
    static final Path TARGET = CLIENT_TESTS.resolve("target");

    private Repository() {}
}
