package io.breakwater.devservices.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks {@link DevServicesExtension} for a server that keeps what it acknowledged: a Redis that evicts nothing and has an
 * append-only file ({@code RedisSpec.durable()}), or a PostgreSQL with {@code fsync=on}. Without it a Redis is a cache
 * ({@code RedisSpec.disposable()}), and PostgreSQL runs with {@code fsync=off}. Sentinel and Cluster are durable with it and
 * without it.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Durable {}
