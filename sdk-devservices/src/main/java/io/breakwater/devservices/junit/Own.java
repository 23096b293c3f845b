package io.breakwater.devservices.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Asks {@link DevServicesExtension} for a server of the test's own, that may be broken: started for this test, and closed after
 * it. Within one test the same parameter (type, durable or not, and name) is the same server, so that a {@code @BeforeEach}
 * method can prepare what the test uses. In a {@code @BeforeAll} method, and in the constructor of a class with one instance for
 * all its tests, it belongs to the class instead.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface Own {

    /**
     * Tells several servers of one type in the same test apart.
     *
     * @return any name
     */
    String value() default "";
}
