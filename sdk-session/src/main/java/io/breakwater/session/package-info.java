/**
 * Sessions on Redis, one round trip for each operation.
 *
 * <p>The entry type is {@link io.breakwater.session.Sessions}. All types may be used by several threads, and no thread is
 * started. Each operation blocks its caller until Redis answers, at most for the link's timeout (twice where Redis has
 * forgotten a script); no lock is held meanwhile, so virtual threads are welcome.
 *
 * <p>When Redis is down or slow every operation throws {@link io.breakwater.session.SessionStoreUnavailableException}: an
 * outage never looks like a user who is not signed in.
 */
@NullMarked
package io.breakwater.session;

import org.jspecify.annotations.NullMarked;
