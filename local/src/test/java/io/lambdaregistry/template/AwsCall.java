package io.lambdaregistry.template;

import io.lambdaregistry.dynamodb.kit.Keys;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import software.amazon.awssdk.services.sqs.model.ChangeMessageVisibilityRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;

/**
 * The permission that IAM requires for a request, or for one item of it.
 *
 * @param action such as {@code dynamodb:PutItem}
 * @param resource as in {@link Grant#resource}
 * @param partition the partition key of the item that is written
 * @see <a href="https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html">actions of
 *     DynamoDB</a>
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html">actions of S3</a>
 */
record AwsCall(String action, String resource, Optional<String> partition) {

    static List<AwsCall> of(SdkRequest request) {
        return switch (request) {
            case GetItemRequest get -> List.of(onItem("GetItem", get.key()));
            case BatchGetItemRequest batch -> List.of(onTable("BatchGetItem"));
            case BatchWriteItemRequest batch ->
                batch.requestItems().values().stream()
                        .flatMap(List::stream)
                        .map(AwsCall::batched)
                        .toList();
            case QueryRequest query ->
                List.of(
                        query.indexName() == null
                                ? onTable("Query")
                                : new AwsCall("dynamodb:Query", "Table/index/" + query.indexName(), Optional.empty()));
            case PutItemRequest put -> List.of(onItem("PutItem", put.item()));
            case UpdateItemRequest update -> List.of(onItem("UpdateItem", update.key()));
            case DeleteItemRequest delete -> List.of(onItem("DeleteItem", delete.key()));
            case TransactWriteItemsRequest transaction ->
                transaction.transactItems().stream()
                        .flatMap(AwsCall::inTransaction)
                        .toList();
            case SendMessageRequest message -> List.of(onQueue("SendMessage", message.queueUrl()));
            case SendMessageBatchRequest send -> List.of(onQueue("SendMessage", send.queueUrl()));
            case ChangeMessageVisibilityRequest change ->
                List.of(onQueue("ChangeMessageVisibility", change.queueUrl()));
            default -> List.of(onBucket(request));
        };
    }

    private static Stream<AwsCall> inTransaction(TransactWriteItem item) {
        return Stream.of(
                        Optional.ofNullable(item.put()).map(put -> onItem("PutItem", put.item())),
                        Optional.ofNullable(item.update()).map(update -> onItem("UpdateItem", update.key())),
                        Optional.ofNullable(item.delete()).map(delete -> onItem("DeleteItem", delete.key())),
                        Optional.ofNullable(item.conditionCheck())
                                .map(check -> onItem("ConditionCheckItem", check.key())))
                .flatMap(Optional::stream);
    }

    private static AwsCall batched(WriteRequest write) {
        return onItem(
                "BatchWriteItem",
                write.putRequest() != null
                        ? write.putRequest().item()
                        : write.deleteRequest().key());
    }

    /** Of a service that is not called by a client of the SDK. */
    static AwsCall of(String service, String operation) {
        String resource = service.equals("kms")
                ? List.of("GetPublicKey", "Sign").contains(operation) ? "SigningKeyArn" : "WebhookKey"
                : "arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${EventBus}";
        return new AwsCall(service + ":" + operation, resource, Optional.empty());
    }

    private static AwsCall onQueue(String action, String queueUrl) {
        return new AwsCall("sqs:" + action, queueUrl, Optional.empty());
    }

    private static AwsCall onTable(String action) {
        return new AwsCall("dynamodb:" + action, "Table", Optional.empty());
    }

    private static AwsCall onItem(String action, Map<String, AttributeValue> item) {
        return new AwsCall(
                "dynamodb:" + action,
                "Table",
                Optional.of(Objects.requireNonNull(item.get(Keys.PK)).s()));
    }

    /** Several operations of S3 share an action. */
    private static AwsCall onBucket(SdkRequest request) {
        String operation = request.getClass().getSimpleName().replace("Request", "");
        String object =
                "Bucket/" + request.getValueForField("Key", String.class).orElse("*");
        boolean ofVersion = request.getValueForField("VersionId", String.class).isPresent();
        return switch (operation) {
            case "GetObject", "HeadObject" -> onObject(ofVersion ? "GetObjectVersion" : "GetObject", object);
            case "PutObject", "CreateMultipartUpload", "UploadPart", "CompleteMultipartUpload" ->
                onObject("PutObject", object);
            case "AbortMultipartUpload" -> onObject("AbortMultipartUpload", object);
            case "ListParts" -> onObject("ListMultipartUploadParts", object);
            case "DeleteObject", "DeleteObjects" -> onObject("DeleteObject", object);
            case "ListObjectsV2" -> new AwsCall("s3:ListBucket", "Bucket", Optional.empty());
            default -> throw new IllegalStateException("which action of IAM is " + operation + "?");
        };
    }

    private static AwsCall onObject(String action, String object) {
        return new AwsCall("s3:" + action, object, Optional.empty());
    }
}
