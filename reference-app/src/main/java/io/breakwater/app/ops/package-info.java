/** Health, metrics and the OpenAPI document. */
@NullMarked
package io.breakwater.app.ops;

import org.jspecify.annotations.NullMarked;
