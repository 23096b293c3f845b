/**
 * What the Breakwater libraries call on a {@link io.breakwater.redis.Redis}. Exported to them alone; on the class path it can
 * be seen, but it is not supported and changes without notice.
 */
@NullMarked
package io.breakwater.redis.link;

import org.jspecify.annotations.NullMarked;
