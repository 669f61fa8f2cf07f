package io.lambdaregistry.local.imports;

import io.lambdaregistry.artifact.ArtifactEntry;
import io.lambdaregistry.artifact.ArtifactPath;
import io.lambdaregistry.artifact.Artifacts;
import io.lambdaregistry.error.RegistryException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Copies trees of artifacts. A file that is here with the length it has there counts as copied: a file is here whole or not
 * at all, so that is what an import that was ended leaves behind.
 */
final class ArtifactCopy {
    private static final int ATTEMPTS = 3;

    /** The longest key that S3 takes. */
    private static final int LONGEST_PATH = 1_024;

    private static final String OWN = "mlflow-artifacts:";

    private final SourceServer server;
    private final Artifacts artifacts;
    private final Tally tally;
    private final boolean dryRun;

    ArtifactCopy(SourceServer server, Artifacts artifacts, Tally tally, boolean dryRun) {
        this.server = server;
        this.artifacts = artifacts;
        this.tally = tally;
        this.dryRun = dryRun;
    }

    /**
     * Copies all that the source hands out.
     *
     * @param owner in words, for what is to be said of it
     * @param uri where the source keeps the tree
     * @return where it lies now: {@code uri} where the source does not hand it out
     */
    String copy(String owner, SourceArtifacts tree, String uri, String to) {
        try {
            ArtifactPath root = ArtifactPath.ofFolder(to);
            List<SourceArtifacts.Entry> entries = tree.list(server, "");
            if (entries.isEmpty() && !uri.startsWith(OWN)) {
                tally.note("The source lists no artifacts under " + parent(uri)
                        + ": what is to be there keeps its URI, and has to be reached there.");
                return uri;
            }
            copy(owner, tree, "", entries, root, new Count(server.limits().entries()));
            return OWN + "/" + to;
        } catch (SourceRefusal | RegistryException e) {
            tally.count(
                    Kind.FILE,
                    Outcome.FAILED,
                    "The artifacts of %s stay at %s: %s".formatted(owner, uri, e.getMessage()));
            return uri;
        }
    }

    /** Up to what the trees of an experiment have in common, more or less: for a note that is to be the same for them. */
    private static String parent(String uri) {
        String[] segments = uri.split("/", -1);
        int kept = Math.max(1, segments.length - 2);
        return String.join("/", List.of(segments).subList(0, kept));
    }

    /** Of the entries of one tree. */
    private static final class Count {
        private final int most;
        private int count;

        Count(int most) {
            this.most = most;
        }

        void add(int entries) {
            count += entries;
            if (count > most) {
                throw new ImportException("The source cannot be read: of one run or model it lists more than " + most
                        + " files and folders.");
            }
        }
    }

    private void copy(
            String owner,
            SourceArtifacts tree,
            String folderThere,
            List<SourceArtifacts.Entry> entries,
            ArtifactPath root,
            Count count) {
        if (entries.isEmpty()) {
            return;
        }
        count.add(entries.size());
        if (!entries.stream().allMatch(entry -> isIn(folderThere, entry.path()))) {
            throw new SourceRefusal(200, "the source lists, in '" + folderThere + "', what is not in it");
        }
        ArtifactPath folder = folderOf(entries.getFirst(), root);
        Map<String, Long> here = lengths(folder);
        for (SourceArtifacts.Entry entry : entries) {
            try {
                ArtifactPath path = root.resolve(ArtifactPath.ofFile(entry.path()));
                if (entry.folder()) {
                    copy(owner, tree, entry.path(), tree.list(server, entry.path()), root, count);
                } else {
                    Long length = here.get(path.name());
                    copyFile(tree, entry, path, length == null ? -1 : length);
                }
            } catch (SourceRefusal | RegistryException | IOException e) {
                tally.count(
                        Kind.FILE,
                        Outcome.FAILED,
                        "'%s' of %s is not copied: %s".formatted(entry.path(), owner, e.getMessage()));
            }
        }
    }

    /** Whether it is one level down, and not so deep that nothing could be kept there: else there would be no end of them. */
    private static boolean isIn(String folder, String path) {
        String prefix = folder.isEmpty() ? "" : folder + "/";
        return path.startsWith(prefix)
                && path.length() > prefix.length()
                && path.indexOf('/', prefix.length()) < 0
                && path.length() <= LONGEST_PATH;
    }

    private static ArtifactPath folderOf(SourceArtifacts.Entry entry, ArtifactPath root) {
        int slash = entry.path().lastIndexOf('/');
        return slash < 0 ? root : root.resolve(new ArtifactPath(entry.path().substring(0, slash)));
    }

    private Map<String, Long> lengths(ArtifactPath folder) {
        return artifacts.list(folder).stream()
                .filter(entry -> !entry.folder())
                .collect(Collectors.toMap(ArtifactEntry::name, ArtifactEntry::size));
    }

    /** @param length of the file that is here, negative where there is none */
    private void copyFile(SourceArtifacts tree, SourceArtifacts.Entry entry, ArtifactPath path, long length)
            throws IOException {
        if (length == entry.size()) {
            tally.count(Kind.FILE, Outcome.PRESENT);
            return;
        }
        if (dryRun) {
            tally.copiedBytes(entry.size());
        } else {
            put(tree, entry, path);
        }
        tally.count(Kind.FILE, length < 0 ? Outcome.COPIED : Outcome.UPDATED);
    }

    /** Again from its start where it broke off. */
    private void put(SourceArtifacts tree, SourceArtifacts.Entry entry, ArtifactPath path) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                artifacts.put(path, out -> tally.copiedBytes(tree.download(server, entry, out)));
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }
}
