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
 * Copies trees of artifacts. A file that exists here with the length that the source lists counts as copied: files are written
 * whole or not at all, so a file that an interrupted import left is whole.
 */
final class ArtifactCopy {
    private static final int ATTEMPTS = 3;

    /** The longest key that S3 accepts. */
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
     * Copies all files that the source lists.
     *
     * @param owner the run, model or version in words, for messages
     * @param uri the tree's URI at the source
     * @return the tree's new URI; {@code uri} where the source does not list its files
     */
    String copy(String owner, SourceArtifacts tree, String uri, String to) {
        try {
            ArtifactPath root = ArtifactPath.ofFolder(to);
            List<SourceArtifacts.Entry> entries = tree.list(server, "");
            if (entries.isEmpty() && !uri.startsWith(OWN)) {
                tally.note(
                        "The source lists no artifacts under " + parent(uri)
                                + ". Artifacts there are not copied: they keep their URI, and clients must be able to read them there.");
                return uri;
            }
            copy(owner, tree, "", entries, root, new Count(server.limits().entries()));
            return OWN + "/" + to;
        } catch (SourceRefusal | RegistryException e) {
            tally.count(
                    Kind.FILE,
                    CopyOutcome.FAILED,
                    "The artifacts of %s are not copied, and stay at %s: %s".formatted(owner, uri, e.getMessage()));
            return uri;
        }
    }

    /** The part of the URI that the trees of one experiment roughly share, so that the note is the same for all of them. */
    private static String parent(String uri) {
        String[] segments = uri.split("/", -1);
        int kept = Math.max(1, segments.length - 2);
        return String.join("/", List.of(segments).subList(0, kept));
    }

    /** Counts the entries of one tree, and rejects a tree with too many. */
    private static final class Count {
        private final int most;
        private int count;

        Count(int most) {
            this.most = most;
        }

        void add(int entries) {
            count += entries;
            if (count > most) {
                throw new ImportException("The source cannot be read: it lists more than " + most
                        + " files and folders for one run or model.");
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
            throw new SourceRefusal(200, "the source lists, in '" + folderThere + "', entries that are not in it");
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
                        CopyOutcome.FAILED,
                        "'%s' of %s is not copied: %s".formatted(entry.path(), owner, e.getMessage()));
            }
        }
    }

    /**
     * Whether an entry is one level below the folder and its path is short enough for a key. Otherwise a source could list
     * folders without end.
     */
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

    /** @param length the length of the file that exists here; negative where there is none */
    private void copyFile(SourceArtifacts tree, SourceArtifacts.Entry entry, ArtifactPath path, long length)
            throws IOException {
        if (length == entry.size()) {
            tally.count(Kind.FILE, CopyOutcome.PRESENT);
            return;
        }
        if (dryRun) {
            tally.copiedBytes(entry.size());
        } else {
            put(tree, entry, path);
        }
        tally.count(Kind.FILE, length < 0 ? CopyOutcome.COPIED : CopyOutcome.UPDATED);
    }

    /** Writes a file; after a broken connection, starts again from its beginning. */
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
