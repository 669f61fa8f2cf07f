package io.lambdaregistry.dynamodb.registry;

import io.lambdaregistry.artifact.ArtifactOwners;
import io.lambdaregistry.dynamodb.kit.DeletedItems;
import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.dynamodb.kit.Write;
import io.lambdaregistry.error.ErrorCode;
import io.lambdaregistry.error.RegistryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which versions have whose files. A version's row is written with the version, and lies with each owner of the folder where
 * its files are: {@code REFERENCES#<owner>} / hash of the place, model id, number. A folder that has no owner is one itself.
 *
 * <p>{@code REFERENCES#<owner>} / {@code #} is the owner's gate: it notes which version came last, and is closed when the
 * owner is collected. So a collection that saw no row, and closes the gate as it saw it, has missed none.
 */
public final class ReferenceItems {
    static final String PLACE = "place";

    /** In a gate: the version that came last. */
    public static final String LAST = "last_reference";

    private ReferenceItems() {}

    static String partition(String owner) {
        return "REFERENCES#" + owner;
    }

    public static Key gate(String owner) {
        return new Key(partition(owner), Keys.MAIN_ITEM);
    }

    /** The rows of an owner, without its gate. */
    public static Query rows(String owner) {
        return Query.table(partition(owner)).after(Keys.MAIN_ITEM);
    }

    /** The rows of the versions whose files are in exactly that folder. */
    public static Query rowsAt(String place) {
        return Query.table(partition(ofPlace(place).getFirst())).beginsWith(Keys.hash(place));
    }

    /** The owners with which the rows of a place are stored. */
    private static List<String> ofPlace(String place) {
        Set<String> owners = ArtifactOwners.ofUri(place);
        return owners.isEmpty() ? List.of(Keys.hash(place)) : List.copyOf(owners);
    }

    /** The writes that go into the transaction of a new version. */
    public static List<Write> of(Item version) {
        String self = self(version);
        List<Write> writes = new ArrayList<>();
        itemsOf(version).forEach(row -> writes.add(Write.put(row)));
        for (String owner : owners(version)) {
            writes.add(Write.update(gate(owner))
                    .set(LAST, self)
                    .whenAbsent(DeletedItems.CLAIMED_AT)
                    .orRefuse(() -> closed(owner)));
        }
        return writes;
    }

    private static List<Item> itemsOf(Item version) {
        return rowsOf(version).stream()
                .map(row -> Item.with(row).set(PLACE, version.string(VersionItems.STORAGE)))
                .toList();
    }

    /**
     * The rows of versions that were made before there were rows. Without them a collection would find that no version needs
     * the files.
     */
    static void complete(Table table) {
        MissingRows.complete(table, "references", Listing.VERSIONS.partitions(), ReferenceItems::itemsOf);
    }

    public static Set<String> owners(Item version) {
        return ArtifactOwners.ofUri(version.string(VersionItems.STORAGE));
    }

    public static List<Key> rowsOf(Item version) {
        String uri = version.string(VersionItems.STORAGE);
        Optional<String> place = ArtifactOwners.place(uri);
        String sk = Keys.hash(place.orElse(uri)) + "#" + self(version);
        List<String> owners = place.map(ReferenceItems::ofPlace).orElseGet(() -> List.copyOf(owners(version)));
        return owners.stream().map(owner -> new Key(partition(owner), sk)).toList();
    }

    /** The version that a row is of. */
    public static Key versionOf(Item row) {
        String[] parts = row.key().sk().split("#", -1);
        return VersionItems.key(parts[1], Long.parseLong(parts[2]));
    }

    private static String self(Item version) {
        return version.string(VersionItems.MODEL_ID) + "#" + Keys.sortable(version.number(VersionItems.VERSION));
    }

    /** The refusal of a version whose files belong to an owner that was collected. Only the gate of a folder opens again. */
    private static RegistryException closed(String owner) {
        return owner.indexOf('/') >= 0
                ? new RegistryException(
                        ErrorCode.TEMPORARILY_UNAVAILABLE,
                        "What lay in '" + owner + "' is being deleted. Try again in a while.")
                : RegistryException.notFound("The artifacts of '" + owner + "' were deleted with it.");
    }
}
