package io.lambdaregistry.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.error.RegistryException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookAddressesTest {
    private static WebhookAddresses resolvingTo(boolean privateNetworks, byte[]... addresses) {
        Deque<byte[]> answers = new ArrayDeque<>(List.of(addresses));
        return new WebhookAddresses(
                host -> new InetAddress[] {
                    InetAddress.getByAddress(host, answers.size() > 1 ? answers.removeFirst() : answers.getFirst())
                },
                privateNetworks);
    }

    private static byte[] bytes(String literal) throws UnknownHostException {
        return literal.matches("[0-9a-f]{32}")
                ? HexFormat.of().parseHex(literal)
                : InetAddress.getByName(literal).getAddress();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.0.0.0",
                "10.1.2.3",
                "100.64.0.1",
                "127.0.0.1",
                "127.1.2.3",
                "169.254.169.254",
                "172.16.0.1",
                "172.31.255.255",
                "192.0.0.1",
                "192.0.2.1",
                "192.168.1.1",
                "198.18.0.1",
                "203.0.113.7",
                "224.0.0.1",
                "255.255.255.255",
                "::",
                "::1",
                "fe80::1",
                "fc00::1",
                "fd00:ec2::254",
                "ff02::1",
                "2001:db8::1",
                "2001::1", // Teredo
                "00000000000000000000ffff7f000001", // ::ffff:127.0.0.1
                "00000000000000000000ffffa9fea9fe", // ::ffff:169.254.169.254
                "0000000000000000000000007f000001", // ::127.0.0.1
                "20027f00000100000000000000000001", // 6to4 of 127.0.0.1
                "2002a9fea9fe00000000000000000001", // 6to4 of 169.254.169.254
                "0064ff9b0000000000000000a9fea9fe", // NAT64 of 169.254.169.254
                "0064ff9b0000000000000000c0a80001", // NAT64 of 192.168.0.1
                "0064ff9b000100000000000000000001", // NAT64, local use
                "168.63.129.16", // Azure's metadata, in a public range
                "0064ff9b0000000000000000a83f8110", // NAT64 of 168.63.129.16
                "260647000000000000000000a9fea9fe", // a network's own NAT64 of 169.254.169.254
                "0000000000000000ffff00007f000001" // ::ffff:0:127.0.0.1
            })
    void anAddressThatIsNotPublicIsRefused(String address) throws Exception {
        WebhookAddresses addresses = resolvingTo(false, bytes(address));
        assertThatThrownBy(() -> addresses.check("receiver.example"))
                .isInstanceOf(RegistryException.class)
                .hasMessageContaining("must not resolve to a non-public IP address");
        assertThatThrownBy(() -> addresses.resolve("receiver.example")).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.1.1.1",
                "93.184.215.14",
                "172.32.0.1",
                "192.169.0.1",
                "2606:4700::1111",
                "0064ff9b000000000000000001010101", // NAT64 of 1.1.1.1
                "20020101010100000000000000000001" // 6to4 of 1.1.1.1
            })
    void aPublicAddressIsAllowed(String address) throws Exception {
        WebhookAddresses addresses = resolvingTo(false, bytes(address));
        addresses.check("receiver.example");
        assertThat(addresses.resolve("receiver.example")).hasSize(1);
    }

    @Test
    void aHostWithOnePrivateAddressAmongPublicOnesIsRefused() throws Exception {
        InetAddress[] both = {InetAddress.getByName("1.1.1.1"), InetAddress.getByName("10.0.0.1")};
        WebhookAddresses addresses = new WebhookAddresses(host -> both, false);
        assertThatThrownBy(() -> addresses.check("receiver.example")).isInstanceOf(RegistryException.class);
        assertThatThrownBy(() -> addresses.resolve("receiver.example")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void aNameThatMeansSomethingElseAMomentLaterIsRefusedThen() throws Exception {
        WebhookAddresses addresses = resolvingTo(false, bytes("1.1.1.1"), bytes("127.0.0.1"));
        addresses.check("rebinding.example");
        assertThatThrownBy(() -> addresses.resolve("rebinding.example")).isInstanceOf(UnknownHostException.class);
    }

    @Test
    void privateNetworksAreAllowedWhereTheyAreMeantButNeverLinkLocalOnes() throws Exception {
        for (String address : List.of("127.0.0.1", "10.0.0.1", "::1", "fd00::1")) {
            resolvingTo(true, bytes(address)).check("receiver.example");
        }
        for (String address : List.of("169.254.169.254", "0.0.0.0", "fe80::1", "00000000000000000000ffffa9fea9fe")) {
            WebhookAddresses addresses = resolvingTo(true, bytes(address));
            assertThatThrownBy(() -> addresses.check("receiver.example")).isInstanceOf(RegistryException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.170.2",
                "169.254.170.23",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "fd00:ec2::254",
                "fd00:ec2::23",
                "fd20:ce::254",
                "fd00:42::42",
                "fd00:c1::a9fe:a9fe",
                "::ffff:0:a9fe:a9fe",
                "::a9fe:a9fe",
                "00000000000000000000ffff646464c8", // mapped
                "2002a9fea9fe00000000000000000001", // 6to4
                "2002646464c800000000000000000001",
                "20010000a9fea9fe0000000000000000", // the server of Teredo
                "20010000000000000000000056015601", // the client of Teredo, whose bits are inverted
                "0064ff9b0000000000000000a9fea9fe", // NAT64
                "0064ff9b0000000000000000646464c8",
                "0064ff9b0000000000000000a83f8110",
                "0064ff9b0001000000000000a9fea9fe", // NAT64 of a network's own, by the length of the prefix: 96
                "0064ff9b0001000000a9fea9fe000000", // 64
                "0064ff9b0001aaa900fea9fe00000000", // 56
                "0064ff9b0001a9fe00a9fe0000000000", // 48
                "fd000001aaa9fea900fe000000000000", // 40
                "fd000001a9fea9fe0000000000000000", // 32
                "fd0000000000000000005efea9fea9fe" // ISATAP
            })
    void noNetworkIsSoPrivateThatItsMetadataMayBeReached(String address) throws Exception {
        for (boolean privateNetworks : List.of(true, false)) {
            WebhookAddresses addresses = resolvingTo(privateNetworks, bytes(address));
            assertThatThrownBy(() -> addresses.check("receiver.example")).isInstanceOf(RegistryException.class);
            assertThatThrownBy(() -> addresses.resolve("receiver.example")).isInstanceOf(UnknownHostException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100.100.100.201",
                "192.0.0.1",
                "fd00:ec3::254",
                "fd00::a9fe:a9ff",
                "0064ff9b00000000000000000a000001", // NAT64 of 10.0.0.1
                "0064ff9b00010000000000000a000001" // NAT64 of a network's own
            })
    void itsOtherHostsMay(String address) throws Exception {
        resolvingTo(true, bytes(address)).check("receiver.example");
    }

    @Test
    void literalsInUrlsAreCheckedInEveryNotation() {
        WebhookAddresses addresses = WebhookAddresses.ofSystem(false);
        for (String host : List.of(
                "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost")) {
            assertThatThrownBy(() -> WebhookRules.checkUrl("https://" + host + "/hook", addresses))
                    .as(host)
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("non-public");
        }
        for (String url : List.of("http://1.1.1.1/", "ftp://1.1.1.1/", "file:///etc/passwd", "//1.1.1.1/", "1.1.1.1")) {
            assertThatThrownBy(() -> WebhookRules.checkUrl(url, addresses))
                    .as(url)
                    .hasMessageContaining("Allowed schemes are: https.");
        }
    }
}
