/** What all features share of HTTP: strict JSON in, problem documents out, who is calling, security headers. */
@NullMarked
package io.breakwater.app.web;

import org.jspecify.annotations.NullMarked;
