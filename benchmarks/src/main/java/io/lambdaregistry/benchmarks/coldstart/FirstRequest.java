package io.lambdaregistry.benchmarks.coldstart;

import java.util.List;

/**
 * What a start does until its first response; with a snapshot, only what it does behind it. None of it depends on how busy the
 * machine is, or but little.
 *
 * @param classes a line of the JVM's log for each class that it loads
 * @param connections that it makes, each with a TLS handshake
 * @param processor milliseconds of processor time of its threads
 */
record FirstRequest(List<String> classes, int connections, double processor) {
    /** The classes that come from no class data sharing archive and no AOT cache. */
    long outsideArchive() {
        return classes.stream()
                .filter(line -> !line.contains("shared objects file"))
                .count();
    }
}
