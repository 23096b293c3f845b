package io.breakwater.redis.link;

import io.breakwater.redis.link.Outbox.Merging;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.resource.ClientResources;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Puts a link together. */
final class Opening {

    private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);

    private final Address address;
    private final LinkClient client;
    private final LinkContext context;
    private final LinkThreads threads;

    private Opening(
            Address address,
            Duration timeout,
            ClientResources resources,
            ClientOptions wishes,
            @Nullable ClientResources own) {
        this.address = address.withHandshakeWithin(LinkClient.handshake(timeout));
        this.client = new LinkClient(resources, address.seeds().get(0), wishes, timeout);
        this.threads = new LinkThreads(client, own);
        this.context = new LinkContext(
                timeout,
                resources.eventExecutorGroup(),
                System::nanoTime,
                () -> ThreadLocalRandom.current().nextDouble());
    }

    static RedisLink own(Address address, Duration timeout) {
        check(timeout);
        ClientOptions wishes = ClientOptions.builder()
                .socketOptions(SocketOptions.builder().keepAlive(true).build())
                .build();
        ClientResources resources = ClientResources.create();
        return new Opening(address, timeout, resources, wishes, resources).open();
    }

    static RedisLink over(AbstractRedisClient client, Address address, Duration timeout) {
        check(timeout);
        return new Opening(address, timeout, client.getResources(), client.getOptions(), null).open();
    }

    private static void check(Duration timeout) {
        if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException("Invalid timeout (" + timeout + "): must be 1 ms to 60 s");
        }
    }

    private RedisLink open() {
        return address.kind() == Address.Kind.CLUSTER ? openCluster() : openSingle();
    }

    private RedisLink openSingle() {
        RedisURI server = address.seeds().get(0);
        boolean bySentinels = address.kind() == Address.Kind.SENTINEL;
        Node node = node(address.name(), server, Merging.ALL, bySentinels).start();
        RedisLink link = new RedisLink(address.name(), threads, context, new SingleServer(node));
        node.awaitFirstOutcome();
        return link;
    }

    private RedisLink openCluster() {
        ClusterServers servers = new ClusterServers(
                address.name(),
                address.seeds(),
                uri -> node(Address.name(uri), uri, Merging.OF_ONE_SLOT, false).start(),
                context);
        RedisLink link = new RedisLink(address.name(), threads, context, servers);
        servers.start(link::topologyChanged);
        Waiting.briefly(servers.firstOutcome(), context.timeout());
        return link;
    }

    private Node node(String name, RedisURI server, Merging merging, boolean mustBeMaster) {
        return new Node(
                name, server, new Dialer(client, server, merging, context), new Probe(context, mustBeMaster), context);
    }
}
