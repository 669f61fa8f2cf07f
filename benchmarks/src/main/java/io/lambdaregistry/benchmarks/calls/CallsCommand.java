package io.lambdaregistry.benchmarks.calls;

import io.lambdaregistry.processes.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code benchmarks/run calls}. */
@Command(name = "calls", description = "Calls, capacity and cost of every operation.", mixinStandardHelpOptions = true)
public final class CallsCommand implements Callable<Integer> {
    @Override
    public Integer call() throws IOException {
        List<CallsTable.Row> rows = CallsTable.measure();
        Files.createDirectories(Checkout.ROOT.resolve(CallsTable.ROWS).getParent());
        Files.write(Checkout.ROOT.resolve(CallsTable.ROWS), CallsTable.csv(rows));
        Files.write(Checkout.ROOT.resolve(CallsTable.PAGE), CallsTable.page(rows));
        CallsTable.page(rows).forEach(System.out::println);
        return ExitCode.OK;
    }
}
