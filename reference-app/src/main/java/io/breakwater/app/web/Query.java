package io.breakwater.app.web;

import io.javalin.http.Context;

/** Parameters of a query string, checked. */
public final class Query {

    private static final int LIMIT_DEFAULT = 25;
    private static final int LIMIT_HIGHEST = 100;

    private Query() {}

    /** How many items a page of a list has: 25 unless given, 1 to 100. */
    public static int limit(Context context) {
        String given = context.queryParam("limit");
        if (given == null) {
            return LIMIT_DEFAULT;
        }
        if (!given.matches("[0-9]{1,3}") || Integer.parseInt(given) < 1 || Integer.parseInt(given) > LIMIT_HIGHEST) {
            throw Problem.validation("limit", "must be 1 to " + LIMIT_HIGHEST);
        }
        return Integer.parseInt(given);
    }

    /** A flag that is {@code true} or {@code false}, false unless given. */
    public static boolean flag(Context context, String name) {
        String given = context.queryParam(name);
        if (given == null || given.equals("false")) {
            return false;
        }
        if (!given.equals("true")) {
            throw Problem.validation(name, "must be true or false");
        }
        return true;
    }

    /** The id in a path; what cannot be an id does not exist. */
    public static long id(Context context) {
        String given = context.pathParam("id");
        if (!given.matches("[1-9][0-9]{0,17}")) {
            throw Problem.notFound("There is nothing with this id.");
        }
        return Long.parseLong(given);
    }
}
