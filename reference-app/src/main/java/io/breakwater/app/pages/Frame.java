package io.breakwater.app.pages;

import io.breakwater.app.web.Caller;
import io.breakwater.app.web.Csrf;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every page shows around its content.
 *
 * @param viewer the signed-in user's name, or null
 * @param csrf the token that the viewer's forms carry, empty for nobody
 */
public record Frame(@Nullable String viewer, String csrf) {

    static Frame of(Optional<Caller> caller) {
        return new Frame(
                caller.map(Caller::username).orElse(null),
                caller.map(Csrf::token).orElse(""));
    }
}
