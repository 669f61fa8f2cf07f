package io.lambdaregistry.dynamodb.tracking;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.dynamodb.kit.Table;
import io.lambdaregistry.search.Page;
import io.lambdaregistry.search.PageTokens;
import io.lambdaregistry.tracking.LoggedMetric;
import io.lambdaregistry.tracking.Metric;
import io.lambdaregistry.tracking.RunBatch;
import io.lambdaregistry.tracking.TrackingErrors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The histories of metrics: every point that a run logged, in items of their own. */
final class RunHistories {
    private final Table table;
    private final PageTokens tokens;

    RunHistories(Table table, PageTokens tokens) {
        this.table = table;
        this.tokens = tokens;
    }

    /** The points for the histories and for their logged models, none twice. */
    static Map<Key, Item> points(RunBatch batch, Map<Key, Item> models) {
        Map<Key, Item> points = new LinkedHashMap<>();
        for (LoggedMetric logged : batch.metrics()) {
            Item point = RunItems.point(logged);
            points.put(point.key(), point);
            if (logged.isAboutModel()) {
                Item model = models.get(LoggedModelItems.key(logged.modelId()));
                if (model == null) {
                    throw TrackingErrors.metricOfUnknownModel(logged.modelId());
                }
                Item ofModel = LoggedModelItems.metric(model, logged);
                points.put(ofModel.key(), ofModel);
            }
        }
        return points;
    }

    void put(List<LoggedMetric> points) {
        Map<Key, Item> items = new LinkedHashMap<>();
        points.stream().map(RunItems::point).forEach(point -> items.put(point.key(), point));
        table.batchPut(items.values());
    }

    Page<Metric> page(String runId, String key, int maxResults, Optional<String> pageToken) {
        String identity = "metric history " + runId + " " + key;
        String partition = RunItems.history(runId, key);
        Query query = pageToken
                .map(token -> Query.table(partition)
                        .after(tokens.read(identity, token).getFirst()))
                .orElseGet(() -> Query.table(partition));
        List<String> points = new ArrayList<>();
        Map<String, AttributeValue> startKey = null;
        do {
            Table.Page page = table.query(query.limit(limit((long) maxResults + 1 - points.size())), startKey);
            page.items().forEach(item -> points.add(item.string(Keys.SK)));
            startKey = page.lastKey();
        } while (startKey != null && points.size() <= maxResults);
        boolean more = points.size() > maxResults;
        List<String> shown = more ? points.subList(0, maxResults) : points;
        return Page.of(shown, more, last -> tokens.issue(identity, List.of(last)))
                .map(point -> MetricPoints.parseByTime(key, point));
    }

    /** The limit of a query; 0 for as many points as fit a page. */
    private static int limit(long wanted) {
        return wanted > 10_000 ? 0 : (int) wanted;
    }
}
