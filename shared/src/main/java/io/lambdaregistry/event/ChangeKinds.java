package io.lambdaregistry.event;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The table of changes: every kind that this version of the registry knows. */
public final class ChangeKinds {
    public static final List<ChangeKind<? extends RegistryChange>> ALL = List.of(
            RegistryChange.ModelCreated.KIND,
            RegistryChange.ModelUpdated.KIND,
            RegistryChange.ModelRenamed.KIND,
            RegistryChange.ModelDeleted.KIND,
            RegistryChange.ModelRestored.KIND,
            RegistryChange.ModelTagSet.KIND,
            RegistryChange.ModelTagDeleted.KIND,
            RegistryChange.AliasSet.KIND,
            RegistryChange.AliasDeleted.KIND,
            RegistryChange.VersionCreated.KIND,
            RegistryChange.VersionUpdated.KIND,
            RegistryChange.VersionDeleted.KIND,
            RegistryChange.VersionRestored.KIND,
            RegistryChange.VersionSealed.KIND,
            RegistryChange.VersionSigned.KIND,
            RegistryChange.StageChanged.KIND,
            RegistryChange.VersionsArchived.KIND,
            RegistryChange.VersionTagSet.KIND,
            RegistryChange.VersionTagDeleted.KIND);

    private static final Map<String, ChangeKind<? extends RegistryChange>> BY_NAME =
            ALL.stream().collect(Collectors.toUnmodifiableMap(ChangeKind::name, Function.identity()));

    private ChangeKinds() {}

    /** Reads a change from its stored fields; {@link RegistryChange.Unknown} if a later version of the registry wrote it. */
    public static RegistryChange read(String name, FieldReader stored) {
        ChangeKind<? extends RegistryChange> kind = BY_NAME.get(name);
        return kind == null ? new RegistryChange.Unknown(name, stored.version()) : kind.read(stored);
    }
}
