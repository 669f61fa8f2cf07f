package io.lambdaregistry.dynamodb.event;

import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.event.AuditEntry;
import io.lambdaregistry.event.RegistryEvent;
import io.lambdaregistry.event.Subject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The values before changes. They are in the last event before the change on the same subject, or in the creation of the model
 * or version. So nothing is read before a change is made.
 */
final class EarlierValues {
    private final Table table;

    EarlierValues(Table table) {
        this.table = table;
    }

    private record ModelSubject(String modelId, Subject subject) {}

    /** @param events the latest first, none left out in between */
    List<AuditEntry> of(List<RegistryEvent> events) {
        Map<ModelSubject, RegistryEvent> last = new HashMap<>();
        List<Callable<AuditEntry>> entries = new ArrayList<>();
        for (RegistryEvent event : events.reversed()) {
            Optional<RegistryEvent> seen = event.change()
                    .subject()
                    .flatMap(subject -> Optional.ofNullable(last.get(new ModelSubject(event.modelId(), subject)))
                            .or(() -> Optional.ofNullable(
                                    last.get(new ModelSubject(event.modelId(), subject.creation())))));
            entries.add(() -> new AuditEntry(event, from(event, seen)));
            if (!event.change()
                    .isKnown()) { // it may have changed any subject, so the next change looks its value up in the index
                last.keySet().removeIf(subject -> subject.modelId().equals(event.modelId()));
            }
            event.change().subject().ifPresent(subject -> last.put(new ModelSubject(event.modelId(), subject), event));
        }
        return table.inParallel(entries).reversed();
    }

    private Optional<String> from(RegistryEvent event, Optional<RegistryEvent> seen) {
        if (!event.change().hasItsOldValueInAnEarlierEvent()) {
            return event.oldValue();
        }
        Subject subject = event.change().subject().orElseThrow();
        return seen.isPresent() ? seen.get().change().valueOf(subject) : before(event, subject);
    }

    /** The value of a subject just before an event of the model. */
    Optional<String> before(RegistryEvent event, Subject subject) {
        return last(event, subject)
                .or(() -> last(event, subject.creation()))
                .flatMap(earlier -> earlier.change().valueOf(subject));
    }

    /** The last event on a subject before another event. */
    private Optional<RegistryEvent> last(RegistryEvent event, Subject subject) {
        if (subject.equals(Subject.Creation.OF_MODEL)) {
            return table.get(EventItems.firstKey(event.modelId())).map(EventItems::toEvent);
        }
        String key = EventItems.subjectKey(subject);
        Query earlier = Query.byStage(EventItems.partition(event.modelId()))
                .between(key, key + Keys.sortable(event.order() - 1))
                .descending()
                .limit(1);
        return table.query(earlier, null).items().stream().findFirst().map(EventItems::toEvent);
    }
}
