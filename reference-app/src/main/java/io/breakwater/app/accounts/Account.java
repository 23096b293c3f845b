package io.breakwater.app.accounts;

/** A new account, as its owner sees it. */
public record Account(String id, String username, String email) {}
