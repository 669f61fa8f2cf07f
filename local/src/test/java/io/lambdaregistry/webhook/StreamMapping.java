package io.lambdaregistry.webhook;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import io.lambdaregistry.dynamodb.event.StreamImages;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;
import software.amazon.awssdk.services.dynamodb.model.Shard;
import software.amazon.awssdk.services.dynamodb.model.ShardIteratorType;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * Lambda's event source mapping of a table's stream, with the settings of template.yaml: new events only; a batch is retried
 * from the first record that failed, in halves where the function fails as a whole, and given up after a number of attempts.
 */
public final class StreamMapping {
    private static final int BATCH = 100;
    private static final int TRIES = 50;

    private final DynamoDbStreamsClient streams;
    private final String stream;
    private final Supplier<RequestStreamHandler> function;
    private final Map<String, Optional<String>> iterators = new HashMap<>();
    private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
    private final AtomicInteger crashes = new AtomicInteger();

    /** @param function made anew for each call, as after a crash */
    public StreamMapping(DynamoDbStreamsClient streams, String stream, Supplier<RequestStreamHandler> function) {
        this.streams = streams;
        this.stream = stream;
        this.function = function;
    }

    /** Records that no attempt delivered. */
    Set<String> givenUp() {
        return givenUp;
    }

    int crashes() {
        return crashes.get();
    }

    /** Works off what there is; answers how many events that was. */
    public int workOff() {
        int worked = 0;
        for (Shard shard : shards()) {
            Optional<String> iterator = iterators.computeIfAbsent(shard.shardId(), this::beginning);
            while (iterator.isPresent()) {
                String at = iterator.get();
                var answer = streams.getRecords(get -> get.shardIterator(at).limit(BATCH));
                List<Map<String, Object>> events = answer.records().stream()
                        .filter(StreamMapping::isNewEvent)
                        .map(StreamMapping::json)
                        .toList();
                deliver(events, 1);
                worked += events.size();
                iterator = Optional.ofNullable(answer.nextShardIterator());
                iterators.put(shard.shardId(), iterator);
                if (answer.records().isEmpty()) {
                    break;
                }
            }
        }
        return worked;
    }

    private List<Shard> shards() {
        List<Shard> shards = new ArrayList<>();
        Optional<String> last = Optional.empty();
        do {
            String from = last.orElse(null);
            var description = streams.describeStream(
                            describe -> describe.streamArn(stream).exclusiveStartShardId(from))
                    .streamDescription();
            shards.addAll(description.shards());
            last = Optional.ofNullable(description.lastEvaluatedShardId());
        } while (last.isPresent());
        return shards;
    }

    private Optional<String> beginning(String shard) {
        return Optional.ofNullable(streams.getShardIterator(iterator ->
                        iterator.streamArn(stream).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator());
    }

    /** The filter of the mapping. */
    private static boolean isNewEvent(Record record) {
        return record.eventName() == OperationType.INSERT
                && Objects.requireNonNull(record.dynamodb().keys().get("pk"))
                        .s()
                        .startsWith("EVENTS#");
    }

    private static Map<String, Object> json(Record record) {
        return Map.of(
                "eventID", record.eventID(),
                "eventName", record.eventNameAsString(),
                "eventSource", "aws:dynamodb",
                "dynamodb",
                        Map.of(
                                "Keys", StreamImages.image(record.dynamodb().keys()),
                                "NewImage", StreamImages.image(record.dynamodb().newImage()),
                                "SequenceNumber", record.dynamodb().sequenceNumber(),
                                "StreamViewType", "NEW_AND_OLD_IMAGES"));
    }

    private static String numberOf(Map<String, Object> record) {
        return String.valueOf(((Map<?, ?>) Objects.requireNonNull(record.get("dynamodb"))).get("SequenceNumber"));
    }

    private void deliver(List<Map<String, Object>> records, int tried) {
        if (records.isEmpty()) {
            return;
        }
        if (tried > TRIES) {
            records.forEach(record -> givenUp.add(numberOf(record)));
            return;
        }
        Optional<List<String>> failed = FunctionCall.failures(function.get(), records);
        if (failed.isEmpty()) {
            crashes.incrementAndGet();
        }
        if (failed.isEmpty() && records.size() > 1) {
            int half = records.size() / 2;
            deliver(records.subList(0, half), tried + 1);
            deliver(records.subList(half, records.size()), tried + 1);
        } else if (failed.isEmpty()) {
            deliver(records, tried + 1);
        } else if (!failed.get().isEmpty()) {
            int first = records.stream()
                    .map(StreamMapping::numberOf)
                    .toList()
                    .indexOf(failed.get().getFirst());
            deliver(records.subList(first, records.size()), tried + 1);
        }
    }
}
