package io.lambdaregistry.artifact;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * To whom a folder or a file belongs, as its path alone tells: artifacts of a run lie in {@code …/<run id>/artifacts}, those
 * of a logged model in {@code …/<model id>/artifacts}, and uploaded models in {@code models/<name>/<folder>}. A path may
 * have several owners, since a location may be anywhere.
 *
 * <p>Nothing is decoded or checked here: a path that MLflow's clients would refuse belongs to somebody all the same.
 */
public final class ArtifactOwners {
    private static final String ID = "(?:m-)?[0-9a-f]{32}";
    private static final Pattern OF_RUN_OR_MODEL = Pattern.compile("(?:^|/)(" + ID + ")/artifacts(?=/|$)");
    private static final Pattern UPLOAD = Pattern.compile("^(models/[^/]+/[^/]+)(?:/|$)");
    private static final Pattern BY_ID = Pattern.compile("(?:runs|models):/*(" + ID + ")(?:/.*)?", Pattern.DOTALL);

    private ArtifactOwners() {}

    /** The ids of the runs and logged models in whose folders a path lies. */
    public static Set<String> of(String path) {
        Set<String> owners = new LinkedHashSet<>();
        Matcher matcher = OF_RUN_OR_MODEL.matcher(path);
        while (matcher.find()) {
            owners.add(matcher.group(1));
        }
        return owners;
    }

    /** The same of a URI, with the folder of an upload; none where it names no place that could belong to anybody. */
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

    /** The folder of an upload that a path lies in, which it may be itself. */
    public static Optional<String> uploadOf(String path) {
        Matcher matcher = UPLOAD.matcher(path);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Whether a folder is that of a run or a logged model, by its id. */
    public static boolean isFolderOf(String id, String folder) {
        return ("/" + folder).endsWith("/" + id + "/artifacts") && of(folder).contains(id);
    }

    /**
     * A URI in one way of writing it: {@code s3://bucket/path} or {@code mlflow-artifacts:///path}, without a slash at the end;
     * empty where it is of another scheme.
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

    /** The path in the bucket of this registry that a URI names; empty where it names another place. */
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

    /** What the places in a bucket of this registry begin with. */
    public static Set<String> rootsOf(String bucket) {
        Set<String> roots = new LinkedHashSet<>();
        roots.add("mlflow-artifacts:///");
        roots.add("s3://" + bucket + "/");
        return roots;
    }
}
