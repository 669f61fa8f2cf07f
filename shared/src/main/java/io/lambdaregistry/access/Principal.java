package io.lambdaregistry.access;

import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The identity that makes a request or a change. Two principals are equal if their kinds and ids are; names and groups do not
 * count.
 *
 * @param id unique within the kind
 * @param name the person's name, as the authoriser reports it; empty if it reports none
 * @param groups the principal's groups at the time of the request; empty for a principal read from a stored change
 */
public record Principal(Kind kind, String id, Optional<String> name, Set<String> groups)
        implements Comparable<Principal> {
    /** The principal of a request or change without an identity. */
    public static final Principal UNKNOWN = of(Kind.UNKNOWN, "unknown");

    /** The registry itself, for changes that no request causes. */
    public static final Principal REGISTRY = of(Kind.REGISTRY, "registry");

    private static final Pattern ASSUMED_ROLE = Pattern.compile("arn:([^:]+):sts::(\\d*):assumed-role/([^/]+)/(.+)");
    private static final Pattern ROLE = Pattern.compile("arn:([^:]+):iam::(\\d*):role/([^/]+)");
    private static final Pattern USER =
            Pattern.compile("arn:[^:]+:(?:iam::\\d*:user|sts::\\d*:federated-user)/(?:.*/)?(.+)");
    private static final Pattern SESSION_IN_S3 = Pattern.compile("(AWS:AROA[^:]*):(.+)");

    /**
     * The source of a principal's identity. A stored change may have a kind that only a later version of the registry knows.
     *
     * @param label the kind's name in the audit trail and the log
     */
    public record Kind(String label) {
        /** An AWS user or role that signed the request. */
        public static final Kind IAM = new Kind("iam");

        /** The subject of a token. */
        public static final Kind JWT = new Kind("jwt");

        /** A principal that a custom authorizer function has accepted. */
        public static final Kind AUTHORIZER = new Kind("lambda");

        /** The user who runs the registry on a laptop. */
        public static final Kind LOCAL = new Kind("local");

        /** The principal that put an object into the bucket, as S3 names it. */
        public static final Kind S3 = new Kind("s3");

        public static final Kind REGISTRY = new Kind("registry");
        public static final Kind UNKNOWN = new Kind("unknown");
    }

    public Principal {
        groups = Set.copyOf(groups);
    }

    private static Principal of(Kind kind, String id) {
        return new Principal(kind, id, Optional.empty(), Set.of());
    }

    private static Principal of(Kind kind, String id, String name) {
        return new Principal(kind, id, Optional.of(name), Set.of());
    }

    /**
     * Returns the principal of an ARN. For an assumed role the id is the ARN of the role and the name that of the session. The id
     * omits the role's path, which a session's ARN lacks; a role's name is unique in its account. For any other principal the id is
     * the ARN; a user's name is the ARN's last part.
     */
    public static Principal iam(String arn) {
        Matcher session = ASSUMED_ROLE.matcher(arn);
        if (session.matches()) {
            return of(
                    Kind.IAM,
                    "arn:%s:iam::%s:role/%s".formatted(session.group(1), session.group(2), session.group(3)),
                    session.group(4));
        }
        Matcher user = USER.matcher(arn);
        return user.matches() ? of(Kind.IAM, arn, user.group(1)) : of(Kind.IAM, arn);
    }

    public static Principal jwt(String subject, Optional<String> name, Set<String> groups) {
        return new Principal(Kind.JWT, subject, name, groups);
    }

    public static Principal authorizer(String id) {
        return of(Kind.AUTHORIZER, id);
    }

    public static Principal local(String user) {
        return of(Kind.LOCAL, user);
    }

    /** The user who runs this process. */
    public static Principal localUser() {
        return local(System.getProperty("user.name", UNKNOWN.id));
    }

    /**
     * Returns the principal of an S3 event, such as {@code AWS:AROAEXAMPLE:anna}, whose name is that of the role's session,
     * {@code anna}. {@link #UNKNOWN} for an empty text.
     */
    public static Principal s3(String principalId) {
        if (principalId.isEmpty()) {
            return UNKNOWN;
        }
        Matcher session = SESSION_IN_S3.matcher(principalId);
        return session.matches() ? of(Kind.S3, session.group(1), session.group(2)) : of(Kind.S3, principalId);
    }

    /**
     * Returns the principal of a stored change.
     *
     * @param kind the label of its kind; empty in older changes, which store no kind
     * @param text the text that {@link #text} returned
     * @param name empty if {@code text} contains it
     */
    public static Principal stored(String kind, String text, Optional<String> name) {
        Principal principal = switch (kind) {
            case "iam" -> iam(text);
            case "s3" -> s3(text);
            case "" -> text.startsWith("arn:") ? iam(text) : of(Kind.UNKNOWN, text);
            default -> of(new Kind(kind), text);
        };
        return name.isEmpty() ? principal : new Principal(principal.kind, principal.id, name, Set.of());
    }

    /**
     * Returns the principal as the authoriser names it: the ARN with the session's name, S3's principal, the token's subject, or
     * the user.
     */
    public String text() {
        if (name.isPresent() && kind.equals(Kind.S3)) {
            return id + ":" + name.get();
        }
        Matcher role = ROLE.matcher(id);
        return name.isPresent() && kind.equals(Kind.IAM) && role.matches()
                ? "arn:%s:sts::%s:assumed-role/%s/%s".formatted(role.group(1), role.group(2), role.group(3), name.get())
                : id;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Principal principal && principal.kind.equals(kind) && principal.id.equals(id);
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind, id);
    }

    @Override
    public int compareTo(Principal other) {
        return Comparator.comparing((Principal principal) -> principal.kind.label())
                .thenComparing(Principal::id)
                .compare(this, other);
    }

    /** Returns kind and id. */
    @Override
    public String toString() {
        return kind.label() + " " + id;
    }
}
