package io.lambdaregistry.benchmarks.saturation;

import io.lambdaregistry.benchmarks.report.Results;
import io.lambdaregistry.processes.Checkout;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code benchmarks/run saturation}. */
@Command(
        name = "saturation",
        description = "Computes the traffic of a team at which AWS's limits are reached, from the table of calls.",
        mixinStandardHelpOptions = true)
public final class SaturationCommand implements Callable<Integer> {
    @Option(
            names = "--models",
            defaultValue = "1000000",
            description = "The number of models (default: ${DEFAULT-VALUE}).")
    private int models;

    @Option(
            names = "--experiments",
            defaultValue = "10000",
            description = "The number of experiments (default: ${DEFAULT-VALUE}).")
    private int experiments;

    @Option(
            names = "--zipf",
            defaultValue = "1",
            description =
                    "The exponent of the Zipf distribution of requests; 0 for equal shares (default: ${DEFAULT-VALUE}).")
    private double exponent;

    @Override
    public Integer call() throws IOException {
        List<Operation> mix = TeamMix.read(Checkout.ROOT.resolve("benchmarks/results/calls.csv"));
        Model model = new Model(Limits.DEFAULT, new Zipf(models, exponent), new Zipf(experiments, exponent));
        Results results = new Results(
                "saturation",
                "resource",
                "limit",
                "per_request",
                "saturates_at_rps",
                "most_by",
                "share_of_most",
                "lifted_by");
        for (Resource resource : model.saturating(mix)) {
            Operation most = resource.mostBy(mix);
            double share = most.share() * resource.perRequest().applyAsDouble(most) / resource.ofMix(mix);
            results.row(
                    resource.name(),
                    resource.limit(),
                    resource.ofMix(mix),
                    resource.saturatesAt(mix),
                    most.name(),
                    share,
                    resource.lift());
            System.out.println(String.format(
                    Locale.ROOT,
                    "%9.0f requests/s  %-44s %5.1f %% by %s; lifted by: %s",
                    resource.saturatesAt(mix),
                    resource.name(),
                    share * 100,
                    most.name(),
                    resource.lift()));
        }
        results.write();
        return ExitCode.OK;
    }
}
