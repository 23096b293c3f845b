package io.breakwater.app.pages;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.breakwater.app.web.Authentication;
import io.breakwater.app.web.Problem;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Renders the precompiled templates; all that they print is escaped for its place in the page. */
public final class Renderer {

    private final TemplateEngine templates = TemplateEngine.createPrecompiled(ContentType.Html);
    private final Authentication authentication;

    public Renderer(Authentication authentication) {
        this.authentication = authentication;
    }

    void page(Context context, String template, Map<String, ?> parameters) {
        render(context, Frame.of(authentication.caller(context)), template, parameters);
    }

    /** A form again, with what was wrong in it and what the user had typed. */
    void formAgain(Context context, String template, Problem problem, Map<String, ?> parameters) {
        Map<String, @Nullable Object> more = new HashMap<>(parameters);
        more.put("problem", problem.detail());
        context.status(problem.status());
        page(context, template, more);
    }

    /** The page that says why there is none. It asks nobody who is calling: that may be what failed. */
    public void problem(Context context, Problem problem) {
        render(context, Frame.of(Optional.empty()), "error.jte", Map.of("problem", problem));
    }

    private void render(Context context, Frame frame, String template, Map<String, ?> parameters) {
        Map<String, @Nullable Object> all = new HashMap<>(parameters);
        all.put("frame", frame);
        StringOutput output = new StringOutput();
        templates.render(template, all, output);
        context.contentType("text/html; charset=utf-8").result(output.toString());
    }
}
