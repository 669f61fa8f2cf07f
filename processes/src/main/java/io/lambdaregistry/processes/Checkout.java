package io.lambdaregistry.processes;

import java.nio.file.Path;

/** The folder of this repository, which the build and {@code benchmarks/run} pass; by default the parent of a module's folder. */
public final class Checkout {
    public static final Path ROOT =
            Path.of(System.getProperty("registry.root", "..")).toAbsolutePath().normalize();

    /** {@code ./registry}. */
    public static final String LAUNCHER = ROOT.resolve("registry").toString();

    private Checkout() {}
}
