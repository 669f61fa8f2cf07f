package io.lambdaregistry.webhook;

import io.lambdaregistry.error.RegistryException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Decides which addresses deliveries may be sent to. A webhook makes the registry connect to a host that its creator chooses. So
 * only public addresses and https are allowed, unless the registry is configured for its own network. The name is resolved for
 * each delivery, and the delivery connects to exactly the checked addresses, so a changed DNS answer bypasses nothing.
 */
public final class WebhookAddresses {
    private final Resolver resolver;
    private final boolean privateNetworks;

    /** Resolves a name to its addresses. */
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** @param privateNetworks whether non-public addresses and http are allowed */
    public WebhookAddresses(Resolver resolver, boolean privateNetworks) {
        this.resolver = resolver;
        this.privateNetworks = privateNetworks;
    }

    public static WebhookAddresses ofSystem(boolean privateNetworks) {
        return new WebhookAddresses(InetAddress::getAllByName, privateNetworks);
    }

    List<String> schemes() {
        return privateNetworks ? List.of("http", "https") : List.of("https");
    }

    /** @throws RegistryException INVALID_PARAMETER_VALUE if deliveries to the host are not allowed */
    void check(String host) {
        try {
            for (InetAddress address : resolver.resolve(bare(host))) {
                if (!isAllowed(address)) {
                    throw RegistryException.invalid(
                            "Webhook URL must not resolve to a non-public IP address. '%s' resolves to %s."
                                    .formatted(bare(host), address.getHostAddress()));
                }
            }
        } catch (UnknownHostException e) {
            throw RegistryException.invalid("Cannot resolve Webhook URL hostname '" + bare(host) + "'");
        }
    }

    /**
     * Returns the checked addresses of a host, for a connection.
     *
     * @throws UnknownHostException if the host has no address, or one that deliveries are not allowed to
     */
    public InetAddress[] resolve(String host) throws UnknownHostException {
        InetAddress[] addresses = resolver.resolve(bare(host));
        if (!Arrays.stream(addresses).allMatch(this::isAllowed)) {
            throw new UnknownHostException("the host has an address that is not public");
        }
        return addresses;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private boolean isAllowed(InetAddress address) {
        return IpAddresses.unwrapped(address.getAddress()).stream()
                .allMatch(bytes -> privateNetworks ? !IpAddresses.isSpecial(bytes) : IpAddresses.isPublic(bytes));
    }
}
