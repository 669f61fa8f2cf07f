package io.lambdaregistry.artifact;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the owners of a folder or file by its path alone: artifacts of a run lie in {@code …/<run id>/artifacts}, those of a
 * logged model in {@code …/<model id>/artifacts}, and uploaded models in {@code models/<name>/<folder>}. A path may have
 * several owners, because an experiment's location may lie in another owner's folder.
 *
 * <p>Nothing is decoded or checked here: a path that MLflow's clients would reject has owners too.
 */
public final class ArtifactOwners {
    private static final String ID = "(?:m-)?[0-9a-f]{32}";
    private static final Pattern OF_RUN_OR_MODEL = Pattern.compile("(?:^|/)(" + ID + ")/artifacts(?=/|$)");
    private static final Pattern UPLOAD = Pattern.compile("^(models/[^/]+/[^/]+)(?:/|$)");
    private static final Pattern BY_ID = Pattern.compile("(?:runs|models):/*(" + ID + ")(?:/.*)?", Pattern.DOTALL);

    private ArtifactOwners() {}

    /** Returns the ids of the runs and logged models whose folders contain a path. */
    public static Set<String> of(String path) {
        Set<String> owners = new LinkedHashSet<>();
        Matcher matcher = OF_RUN_OR_MODEL.matcher(path);
        while (matcher.find()) {
            owners.add(matcher.group(1));
        }
        return owners;
    }

    /** Returns the owners of a URI: ids of runs and logged models, and the folder of an upload. Empty for other URIs. */
    public static Set<String> ofUri(String uri) {
        Matcher byId = BY_ID.matcher(uri);
        if (byId.matches()) {
            return Set.of(byId.group(1));
        }
        return place(uri)
                .map(place -> {
                    String path = place.substring(place.indexOf('/', place.indexOf(':') + 3) + 1);
                    Set<String> owners = of(path);
                    uploadOf(path).ifPresent(owners::add);
                    return owners;
                })
                .orElse(Set.of());
    }

    /** Returns the folder of an upload that contains a path, or that the path names. */
    public static Optional<String> uploadOf(String path) {
        Matcher matcher = UPLOAD.matcher(path);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Returns whether a folder is the artifact folder of the run or logged model with an id. */
    public static boolean isFolderOf(String id, String folder) {
        return ("/" + folder).endsWith("/" + id + "/artifacts") && of(folder).contains(id);
    }

    /**
     * Returns a URI in its normal form, {@code s3://bucket/path} or {@code mlflow-artifacts:///path}, without a slash at the end;
     * empty for other schemes.
     */
    public static Optional<String> place(String uri) {
        ArtifactLocation.Parts parts = ArtifactLocation.Parts.of(uri);
        String path = withoutSlashesAround(parts.path());
        return switch (parts.scheme().toLowerCase(Locale.ROOT)) {
            case "s3" -> Optional.of("s3://" + parts.authority() + "/" + path);
            case "mlflow-artifacts" -> Optional.of("mlflow-artifacts:///" + path);
            default -> Optional.empty();
        };
    }

    private static String withoutSlashesAround(String path) {
        int start = 0;
        int end = path.length();
        while (start < end && path.charAt(start) == '/') {
            start++;
        }
        while (end > start && path.charAt(end - 1) == '/') {
            end--;
        }
        return path.substring(start, end);
    }

    /** Returns a URI's path in the registry's bucket; empty if the URI names another place. */
    public static Optional<String> pathOf(String uri, String bucket) {
        return place(uri).flatMap(place -> {
            for (String root : rootsOf(bucket)) {
                if (place.startsWith(root)) {
                    return Optional.of(place.substring(root.length()));
                }
            }
            return Optional.empty();
        });
    }

    /** Returns the prefixes of all places in the registry's bucket. */
    public static Set<String> rootsOf(String bucket) {
        Set<String> roots = new LinkedHashSet<>();
        roots.add("mlflow-artifacts:///");
        roots.add("s3://" + bucket + "/");
        return roots;
    }
}
