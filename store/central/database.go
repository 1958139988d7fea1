package central

import (
	"context"
	"strings"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// Database is an open central database. Any number of goroutines may use it.
type Database struct {
	config Config
	pool   *pgxpool.Pool
	schema string // quoted
	// copying says whether COPY is taken.
	copying atomic.Int32
	// answerWithin and madeWithin are shorter where tests do not want to wait.
	answerWithin, madeWithin time.Duration
}

// Open connects to the central database. It looks at nothing in it. An error says what an
// administrator can do about it.
func Open(ctx context.Context, c Config) (*Database, error) {
	config, err := c.pool()
	if err != nil {
		return nil, err
	}
	pool, err := open(ctx, config)
	if err != nil && strings.Contains(err.Error(), errNoTLS) && c.mayGoWithoutTLS(config.ConnConfig.Host) {
		config.ConnConfig.TLSConfig = nil
		pool, err = open(ctx, config)
	}
	// What a server says of a certificate that it refuses can be lost with the connection: with TLS 1.3 it
	// looks at it when the handshake is over for the client (RFC 8446 section 4.4.2.4).
	for n := 0; n < tries && c.Certificate != "" && err != nil && unreachable(err) == brokenOff; n++ {
		pool, err = open(ctx, config)
	}
	if err != nil {
		return nil, c.explain(err)
	}
	return &Database{
		config: c, pool: pool, schema: pgx.Identifier{c.SchemaName()}.Sanitize(), answerWithin: answerWithin, madeWithin: madeWithin,
	}, nil
}

func open(ctx context.Context, config *pgxpool.Config) (*pgxpool.Pool, error) {
	pool, err := pgxpool.NewWithConfig(ctx, config.Copy())
	if err != nil {
		return nil, err
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

// Close ends all connections.
func (d *Database) Close() { d.pool.Close() }
