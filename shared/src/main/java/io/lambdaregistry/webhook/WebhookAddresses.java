package io.lambdaregistry.webhook;

import io.lambdaregistry.error.RegistryException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Where deliveries may go. Whoever creates a webhook has the registry connect to a host of his choice; so to public addresses
 * only, and by https, unless the registry is told that its own network is meant. A name is resolved anew for each delivery,
 * and the delivery connects to the very addresses that were checked: a name that means something else a moment later gains
 * nothing.
 */
public final class WebhookAddresses {
    private final Resolver resolver;
    private final boolean privateNetworks;

    /** A name's addresses, as the system resolves them. */
    @FunctionalInterface
    public interface Resolver {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** @param privateNetworks whether addresses that are not public are allowed, and http */
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

    /** @throws RegistryException INVALID_PARAMETER_VALUE for a host that no delivery may go to */
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
     * The addresses to connect to.
     *
     * @throws UnknownHostException where the host has none, or one that no delivery may go to
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
