package io.lambdaregistry.benchmarks.throughput;

import io.lambdaregistry.processes.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The memory and the processor time of servers, with the processes that they have started. */
record Usage(List<ServerProcess> servers) {

    private Stream<ProcessHandle> processes() {
        return servers.stream().flatMap(server -> server.processes().stream());
    }

    /** Resident memory in MB; pages that processes share are counted once. Only on Linux, elsewhere 0. */
    double megabytes() {
        return processes().mapToLong(Usage::kilobytes).sum() / 1024.0;
    }

    private static long kilobytes(ProcessHandle process) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                    .sum();
        } catch (IOException gone) {
            return 0;
        }
    }

    /**
     * The processor time used so far, on Linux including children that have ended: PostgreSQL has a process for each
     * connection.
     */
    double cpuSeconds() {
        return processes().mapToDouble(Usage::cpuSeconds).sum();
    }

    private static double cpuSeconds(ProcessHandle process) {
        try {
            String stat = Files.readString(Path.of("/proc/" + process.pid() + "/stat"));
            // the fields after the name: utime, stime, and both of the waited-for children, in hundredths of a second
            return Stream.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
                            .skip(11)
                            .limit(4)
                            .mapToLong(Long::parseLong)
                            .sum()
                    / 100.0;
        } catch (IOException goneOrNotLinux) {
            return process.info()
                    .totalCpuDuration()
                    .map(time -> time.toNanos() / 1e9)
                    .orElse(0.0);
        }
    }
}
