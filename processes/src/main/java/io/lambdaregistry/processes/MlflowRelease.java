package io.lambdaregistry.processes;

import java.util.List;
import java.util.stream.Stream;

/**
 * A release of the MLflow client for Python, and the packages that are installed beside it.
 *
 * @param basis the release whose companion packages are installed where this release's own are not available; MLflow's wheel
 *     itself contains every module
 */
public record MlflowRelease(String version, String basis) {
    /** The last of the 2.x line, and the two newest. The only place where these are named. */
    public static final List<MlflowRelease> TESTED = List.of(
            new MlflowRelease("2.22.5", "2.22.5"),
            new MlflowRelease("3.17.2", "3.17.2"),
            new MlflowRelease("3.18.0", "3.17.2"));

    private static final List<String> BESIDE = List.of("scikit-learn", "skops", "pandas", "boto3");

    public static MlflowRelease newest() {
        return TESTED.getLast();
    }

    /** The one whose server the contract is compared with: the newest that pip can install whole. */
    public static MlflowRelease ofContract() {
        return TESTED.get(1);
    }

    /** The packages that pip installs. */
    List<String> packages() {
        return packagesOf(version);
    }

    /**
     * The packages that pip installs if {@link #packages} cannot be resolved. The {@link #wheel} is then installed on top,
     * without its dependencies.
     */
    List<String> packagesOfBasis() {
        return packagesOf(basis);
    }

    String wheel() {
        return "mlflow==" + version;
    }

    private static List<String> packagesOf(String version) {
        return Stream.concat(Stream.of("mlflow==" + version), BESIDE.stream()).toList();
    }

    @Override
    public String toString() {
        return "MLflow " + version;
    }
}
