package io.lambdaregistry.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.lambdaregistry.metering.Fork;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrincipalTest {
    @ParameterizedTest
    @CsvSource({
        "arn:aws:sts::123456789012:assumed-role/Role/session, arn:aws:iam::123456789012:role/Role, session",
        "arn:aws-cn:sts::123456789012:assumed-role/Role/a.b@c=d, arn:aws-cn:iam::123456789012:role/Role, a.b@c=d",
        "arn:aws:sts::123456789012:federated-user/anna, arn:aws:sts::123456789012:federated-user/anna, anna",
        "arn:aws:iam::123456789012:user/anna, arn:aws:iam::123456789012:user/anna, anna",
        "arn:aws:iam::123456789012:user/team/risk/anna, arn:aws:iam::123456789012:user/team/risk/anna, anna",
        "arn:aws:iam::123456789012:role/Role, arn:aws:iam::123456789012:role/Role, ",
        "arn:aws:iam::123456789012:root, arn:aws:iam::123456789012:root, ",
        "something else, something else, "
    })
    void anArnHasAnIdAndANameAndIsKept(String arn, String id, String name) {
        Principal principal = Principal.iam(arn);
        assertThat(principal.id()).isEqualTo(id);
        assertThat(principal.name()).isEqualTo(Optional.ofNullable(name));
        assertThat(principal.text()).isEqualTo(arn);
    }

    @ParameterizedTest
    @CsvSource({
        "AWS:AROAEXAMPLE:anna, AWS:AROAEXAMPLE, anna",
        "AWS:AIDAEXAMPLE, AWS:AIDAEXAMPLE, ",
        "A3EXAMPLE, A3EXAMPLE, "
    })
    void s3NamesTheSessionOfARole(String principalId, String id, String name) {
        Principal principal = Principal.s3(principalId);
        assertThat(principal.id()).isEqualTo(id);
        assertThat(principal.name()).isEqualTo(Optional.ofNullable(name));
        assertThat(principal.text()).isEqualTo(principalId);
    }

    @Test
    void isOneByKindAndId() {
        Principal anna = Principal.jwt("1", Optional.of("Anna"), Set.of("ml"));
        assertThat(anna)
                .isEqualTo(Principal.jwt("1", Optional.of("Anna Meier"), Set.of()))
                .hasSameHashCodeAs(Principal.jwt("1", Optional.empty(), Set.of()))
                .isNotEqualTo(Principal.local("1"))
                .isNotEqualTo(Principal.jwt("2", Optional.of("Anna"), Set.of("ml")))
                .isLessThan(Principal.local("0"))
                .isLessThan(Principal.jwt("2", Optional.empty(), Set.of()))
                .hasToString("jwt 1");
    }

    @Test
    void isTheCallerOfWhatTheRequestForksToo() {
        Principal anna = Principal.local("anna");
        assertThat(Caller.<Principal, RuntimeException>as(
                        anna, () -> Fork.of(Caller::current).join()))
                .isEqualTo(anna);
        assertThat(Fork.of(Caller::current).join()).isEqualTo(Principal.UNKNOWN);
    }
}
