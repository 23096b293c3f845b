package io.breakwater.app.demo;

/**
 * Somebody who posts.
 *
 * @param number the index in {@link DemoForum#users()}
 * @param username unique, {@code [a-z0-9_]{3,20}}
 * @param displayName at most 50 characters
 * @param bio at most 500 characters, often empty
 */
public record DemoUser(int number, String username, String displayName, String bio) {}
