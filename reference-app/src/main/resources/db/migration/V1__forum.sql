-- The forum: the tables of what is served today and, so that they never need a rewrite, of what the contract will serve.

CREATE TABLE account (
    id                  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    username            text NOT NULL CONSTRAINT account_username UNIQUE CHECK (username ~ '^[a-z0-9_]{3,20}$'),
    email               text NOT NULL CHECK (char_length(email) <= 254),
    password_hash       text NOT NULL,
    display_name        text NOT NULL DEFAULT '' CHECK (char_length(display_name) <= 50),
    bio                 text NOT NULL DEFAULT '' CHECK (char_length(bio) <= 500),
    email_notifications boolean NOT NULL DEFAULT true,
    karma               integer NOT NULL DEFAULT 0,
    created_at          timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX account_email ON account (lower(email));

CREATE TABLE community (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL CONSTRAINT community_name UNIQUE CHECK (name ~ '^[a-z0-9_]{3,20}$'),
    title       text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 100),
    description text NOT NULL DEFAULT '' CHECK (char_length(description) <= 1000),
    rules       text NOT NULL DEFAULT '' CHECK (char_length(rules) <= 5000),
    owner_id    bigint NOT NULL REFERENCES account,
    members     integer NOT NULL DEFAULT 0,
    created_at  timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX community_members ON community (members DESC, name);

CREATE TABLE membership (
    account_id   bigint NOT NULL REFERENCES account,
    community_id bigint NOT NULL REFERENCES community,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, community_id)
);
CREATE INDEX membership_community ON membership (community_id);

CREATE TABLE moderator (
    community_id bigint NOT NULL REFERENCES community,
    account_id   bigint NOT NULL REFERENCES account,
    created_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (community_id, account_id)
);

-- Ten times the score is worth 12.5 hours of age.
CREATE FUNCTION hot_rank(score integer, created_at timestamptz) RETURNS double precision
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN sign(score) * log(greatest(abs(score), 1)::double precision) + extract(epoch FROM created_at) / 45000;

CREATE TABLE post (
    id            bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    community_id  bigint NOT NULL REFERENCES community,
    author_id     bigint NOT NULL REFERENCES account,
    title         text NOT NULL CHECK (char_length(title) BETWEEN 1 AND 300),
    body          text NOT NULL CHECK (char_length(body) <= 40000),
    score         integer NOT NULL DEFAULT 0,
    hot           double precision NOT NULL,
    views         bigint NOT NULL DEFAULT 0,
    comment_count integer NOT NULL DEFAULT 0,
    created_at    timestamptz NOT NULL DEFAULT now(),
    edited_at     timestamptz,
    deleted_at    timestamptz,
    search        tsvector GENERATED ALWAYS AS (
        setweight(to_tsvector('english', title), 'A') || setweight(to_tsvector('english', body), 'B')) STORED
);
-- One index for each feed: of all communities or of one, by each order, in the order of its cursor.
CREATE INDEX post_hot ON post (hot DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX post_new ON post (id DESC) WHERE deleted_at IS NULL;
CREATE INDEX post_top ON post (score DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX post_community_hot ON post (community_id, hot DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX post_community_new ON post (community_id, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX post_community_top ON post (community_id, score DESC, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX post_author ON post (author_id, id DESC) WHERE deleted_at IS NULL;
CREATE INDEX post_search ON post USING gin (search);

CREATE TABLE comment (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    post_id    bigint NOT NULL REFERENCES post,
    parent_id  bigint REFERENCES comment,
    author_id  bigint NOT NULL REFERENCES account,
    depth      smallint NOT NULL CHECK (depth BETWEEN 1 AND 10),
    body       text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 10000),
    score      integer NOT NULL DEFAULT 0,
    created_at timestamptz NOT NULL DEFAULT now(),
    edited_at  timestamptz,
    deleted_at timestamptz
);
CREATE INDEX comment_post ON comment (post_id, depth, score DESC, id);
CREATE INDEX comment_roots ON comment (post_id, score DESC, id) WHERE parent_id IS NULL;
CREATE INDEX comment_replies ON comment (parent_id, score DESC, id) WHERE parent_id IS NOT NULL;
CREATE INDEX comment_author ON comment (author_id, id DESC);

CREATE TABLE post_vote (
    account_id bigint NOT NULL REFERENCES account,
    post_id    bigint NOT NULL REFERENCES post,
    value      smallint NOT NULL CHECK (value IN (-1, 1)),
    voted_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, post_id)
);
CREATE INDEX post_vote_post ON post_vote (post_id);

CREATE TABLE comment_vote (
    account_id bigint NOT NULL REFERENCES account,
    comment_id bigint NOT NULL REFERENCES comment,
    value      smallint NOT NULL CHECK (value IN (-1, 1)),
    voted_at   timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, comment_id)
);
CREATE INDEX comment_vote_comment ON comment_vote (comment_id);

-- A key belongs to a user and a target, and replays the first answer for a day.
CREATE TABLE idempotency_key (
    account_id bigint NOT NULL REFERENCES account,
    target     text NOT NULL,
    key        text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 64),
    request    bytea NOT NULL,
    response   jsonb,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, target, key)
);
CREATE INDEX idempotency_key_age ON idempotency_key (created_at);

CREATE TABLE summary (
    post_id    bigint PRIMARY KEY REFERENCES post,
    text       text NOT NULL,
    provider   text NOT NULL,
    model      text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE audit_log (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    actor_id     bigint NOT NULL REFERENCES account,
    community_id bigint REFERENCES community,
    action       text NOT NULL,
    target       text NOT NULL,
    detail       jsonb NOT NULL DEFAULT '{}',
    created_at   timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX audit_log_community ON audit_log (community_id, id DESC);
