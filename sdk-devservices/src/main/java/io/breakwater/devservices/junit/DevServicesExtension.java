package io.breakwater.devservices.junit;

import io.breakwater.devservices.DevServices;
import io.breakwater.devservices.Postgres;
import io.breakwater.devservices.PostgresSpec;
import io.breakwater.devservices.RedisCluster;
import io.breakwater.devservices.RedisSentinel;
import io.breakwater.devservices.RedisServer;
import io.breakwater.devservices.RedisSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives real servers to the parameters of tests, of their {@code @BeforeAll}, {@code @BeforeEach}, {@code @AfterEach} and
 * {@code @AfterAll} methods, and of constructors:
 *
 * <ul>
 *   <li>{@link RedisServer}: one Redis
 *   <li>{@link RedisSentinel}: a Redis master and two replicas under three sentinels
 *   <li>{@link RedisCluster}: a Redis Cluster of three masters with a replica each
 *   <li>{@link Postgres}: a primary and two streaming replicas
 * </ul>
 *
 * <p>They are shared by all tests of this JVM, started at first use, and must not be broken; {@link Own} asks for one that may be,
 * {@link Durable} for one that keeps its data. Use it with {@code @ExtendWith(DevServicesExtension.class)}. Tests may run in
 * parallel. A server that cannot be started fails the test.
 */
@SuppressWarnings("exports") // "transitive" would ask every user for JUnit, also those who do not test with it
public final class DevServicesExtension implements ParameterResolver {

    private static final PostgresSpec POSTGRES = PostgresSpec.primaryWithReplicas(2);

    private static final List<Service<?, ?>> SERVICES = List.of(
            new Service<>(
                    RedisServer.class,
                    RedisSpec.disposable(),
                    RedisSpec.durable(),
                    DevServices::redis,
                    RedisSpec::start),
            new Service<>(
                    RedisSentinel.class,
                    RedisSpec.durable(),
                    RedisSpec.durable(),
                    DevServices::redisSentinel,
                    RedisSpec::startSentinel),
            new Service<>(
                    RedisCluster.class,
                    RedisSpec.durable(),
                    RedisSpec.durable(),
                    DevServices::redisCluster,
                    RedisSpec::startCluster),
            new Service<>(
                    Postgres.class,
                    POSTGRES,
                    POSTGRES.with("fsync", "on"),
                    DevServices::postgres,
                    PostgresSpec::start));

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(DevServicesExtension.class);

    /** Called by JUnit. */
    public DevServicesExtension() {}

    /**
     * A constructor's parameter belongs to the test that the instance is made for.
     *
     * @param root not looked at
     * @return the test's own scope
     */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    /**
     * Whether a parameter's type is one of the servers.
     *
     * @param parameter the parameter to look at
     * @param context not looked at
     * @return true for the types that the class comment lists
     */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return service(parameter).isPresent();
    }

    /**
     * The running server for a parameter.
     *
     * @param parameter one that is {@linkplain #supportsParameter supported}
     * @param context the test, or the class, to which the server belongs if it is its own
     * @return the running server
     * @throws io.breakwater.devservices.DevServicesException if it cannot be started
     */
    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Service<?, ?> service = service(parameter).orElseThrow();
        boolean keeps = parameter.isAnnotated(Durable.class);
        return parameter
                .findAnnotation(Own.class)
                .map(own -> own(service, keeps, own.value(), context))
                .orElseGet(() -> service.shared(keeps));
    }

    /** JUnit closes it with the context. */
    private static AutoCloseable own(Service<?, ?> service, boolean keeps, String name, ExtensionContext context) {
        Place place = new Place(context.getUniqueId(), service.type(), service.spec(keeps), name);
        return context.getStore(NAMESPACE).computeIfAbsent(place, unused -> service.own(keeps), AutoCloseable.class);
    }

    private static Optional<Service<?, ?>> service(ParameterContext parameter) {
        Class<?> wanted = parameter.getParameter().getType();
        return SERVICES.stream().filter(service -> service.type() == wanted).findFirst();
    }

    /** With the context's id, since a store also looks into those of the contexts around. */
    private record Place(String context, Class<?> type, Object spec, String name) {}
}
