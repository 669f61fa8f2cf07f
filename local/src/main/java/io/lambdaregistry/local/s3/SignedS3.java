package io.lambdaregistry.local.s3;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.gaul.s3proxy.AccessGrant;
import org.gaul.s3proxy.S3ProxyHandler;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * S3Proxy's protocol for signed requests only. S3Proxy by itself answers unsigned requests according to the objects' ACLs, and
 * accepts headers that the signature does not cover. S3 rejects both, so they are rejected here before S3Proxy sees them.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html">S3's signatures</a>
 */
final class SignedS3 extends S3ProxyHandler {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final String SIGNED_HEADERS = "SignedHeaders=";
    private static final long MAX_PUT_BYTES = 5L << 30;
    private static final long MAX_PAYLOAD_IN_MEMORY = 128 << 20;
    private static final int MAX_CHUNK_BYTES = 16 << 20;
    private static final int MAX_CLOCK_SKEW_SECONDS = 15 * 60;

    /** @param stores the store of each access key */
    SignedS3(Map<AwsBasicCredentials, BlobStore> stores) {
        this(stores.entrySet().iterator().next(), stores);
    }

    private SignedS3(Map.Entry<AwsBasicCredentials, BlobStore> any, Map<AwsBasicCredentials, BlobStore> stores) {
        super(
                any.getValue(),
                AuthenticationType.AWS_V4,
                any.getKey().accessKeyId(),
                any.getKey().secretAccessKey(),
                null,
                MAX_PUT_BYTES,
                MAX_PAYLOAD_IN_MEMORY,
                MAX_CHUNK_BYTES,
                true,
                null,
                null,
                MAX_CLOCK_SKEW_SECONDS);
        setBlobStoreLocator((accessKey, bucket, key) -> stores.entrySet().stream()
                .filter(store -> store.getKey().accessKeyId().equals(accessKey))
                .findAny()
                .map(store -> new AccessGrant(store.getKey().secretAccessKey(), store.getValue()))
                .orElse(null));
    }

    void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
        try (InputStream content = request.getInputStream()) {
            requireSigned(request);
            doHandle(request, request, response, content, null);
        } catch (IllegalArgumentException e) {
            refuse(request, response, S3Failures.of(400, "InvalidArgument", "Invalid Argument"));
        } catch (UnsupportedOperationException e) {
            refuse(
                    request,
                    response,
                    S3Failures.of(
                            501,
                            "NotImplemented",
                            "A header you provided implies functionality that is not implemented."));
        } catch (IOException | RuntimeException e) {
            refuse(request, response, refusalIn(e));
        }
    }

    /** @throws AwsServiceException 403 for a request that is not signed completely */
    private static void requireSigned(HttpServletRequest request) {
        String authorization = request.getHeader("Authorization");
        boolean isPresigned = request.getParameter("X-Amz-Algorithm") != null;
        boolean isSigned = authorization != null && authorization.startsWith(ALGORITHM);
        if (isSigned && isPresigned) {
            throw S3Failures.of(
                    400,
                    "InvalidArgument",
                    "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter,"
                            + " Signature query string parameter or the Authorization header should be specified");
        }
        // a preflight is not signed, and S3Proxy does not check its signature; pages of another origin are not served
        if ((!isSigned && !isPresigned) || request.getMethod().equals("OPTIONS")) {
            throw S3Failures.accessDenied("Access Denied");
        }
        String covered = isSigned ? signedHeaders(authorization) : request.getParameter("X-Amz-SignedHeaders");
        Set<String> names = covered == null
                ? Set.of()
                : Set.of(covered.toLowerCase(Locale.ROOT).split(";+"));
        for (String header : Collections.list(request.getHeaderNames())) {
            String name = header.toLowerCase(Locale.ROOT);
            if (name.startsWith("x-amz-") && !names.contains(name)) {
                throw S3Failures.accessDenied("There were headers present in the request which were not signed");
            }
        }
    }

    private static String signedHeaders(String authorization) {
        int begin = authorization.indexOf(SIGNED_HEADERS);
        if (begin < 0) {
            return "";
        }
        String rest = authorization.substring(begin + SIGNED_HEADERS.length());
        int end = rest.indexOf(',');
        return (end < 0 ? rest : rest.substring(0, end)).strip();
    }

    /** The error of the store or of S3Proxy, however it is wrapped; otherwise an internal error. */
    private static AwsServiceException refusalIn(Exception failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof AwsServiceException refusal) {
                return refusal;
            }
        }
        return S3Failures.broken(failure);
    }

    private void refuse(HttpServletRequest request, HttpServletResponse response, AwsServiceException refusal)
            throws IOException {
        String code = S3Exceptions.errorCode(refusal);
        int status = refusal.statusCode();
        if (status == 304) {
            var answer = S3Exceptions.httpResponse(refusal);
            if (answer != null) {
                answer.firstMatchingHeader("ETag").ifPresent(etag -> response.setHeader("ETag", etag));
            }
            response.setStatus(status);
        } else if (status == 416) {
            sendSimpleErrorResponse(
                    request, response, "InvalidRange", status, "The requested range is not satisfiable", Map.of());
        } else {
            sendSimpleErrorResponse(
                    request,
                    response,
                    code == null ? "InternalError" : code,
                    status,
                    String.valueOf(
                            refusal.awsErrorDetails() == null
                                    ? ""
                                    : refusal.awsErrorDetails().errorMessage()),
                    Map.of());
        }
    }
}
