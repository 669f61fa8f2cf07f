package io.lambdaregistry.clienttests;

import java.nio.file.Path;

/** The root folder of this repository, which the build passes. */
final class Repository {
    static final Path ROOT =
            Path.of(System.getProperty("registry.root", "..")).toAbsolutePath().normalize();
    static final String LAUNCHER = ROOT.resolve("registry").toString();
    static final Path CLIENT_TESTS = ROOT.resolve("client-tests");
    static final Path TARGET = CLIENT_TESTS.resolve("target");

    private Repository() {}
}
