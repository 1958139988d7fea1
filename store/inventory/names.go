package inventory

import (
	"context"
	"database/sql"
	"strings"

	"inventorybeacon/connector"
)

// rememberedNames bounds the memory of a tenant in which every assignment has a
// detail of its own.
const rememberedNames = 20_000

// names gives numbers to the SKUs and assignment details of one staging file.
type names struct {
	conn    *sql.Conn
	loaded  bool
	seq     int64 // of the last user
	skus    map[string]int64
	details map[string]numbered
	key     []byte
}

type numbered struct {
	text   string
	number int64
}

func newNames(conn *sql.Conn) *names {
	return &names{conn: conn, skus: map[string]int64{}, details: map[string]numbered{}}
}

// load goes on after the users of an earlier import.
func (n *names) load(ctx context.Context) error {
	if n.loaded {
		return nil
	}
	n.loaded = true
	return n.conn.QueryRowContext(ctx, "SELECT coalesce(max(seq), 0) FROM user").Scan(&n.seq)
}

func (n *names) sku(ctx context.Context, id string) (int64, error) {
	if number, known := n.skus[id]; known {
		return number, nil
	}
	number, err := n.number(ctx, "sku", "id", id)
	if err != nil {
		return 0, err
	}
	forgetMany(n.skus)
	n.skus[strings.Clone(id)] = number // id may lie in a page's memory
	return number, nil
}

// detail returns the text and the number of an assignment's detail.
func (n *names) detail(ctx context.Context, a connector.Assignment) (string, int64, error) {
	key := n.detailKey(a)
	if known, ok := n.details[string(key)]; ok {
		return known.text, known.number, nil
	}
	text := detailText(a)
	number, err := n.number(ctx, "detail", "text", text)
	if err != nil {
		return "", 0, err
	}
	forgetMany(n.details)
	n.details[string(key)] = numbered{text: text, number: number}
	return text, number, nil
}

// detailKey is a cheap form of the detail as it came; it is good until the next.
func (n *names) detailKey(a connector.Assignment) []byte {
	key := append(n.key[:0], byte('0'+boolean(a.Direct)))
	key = append(key, a.State...)
	key = append(append(key, 0), a.Error...)
	for _, list := range [][]string{a.Groups, a.DisabledPlans} {
		key = append(key, 1)
		for _, id := range list {
			key = append(append(key, 0), id...)
		}
	}
	n.key = key
	return key
}

func (n *names) number(ctx context.Context, table, column, text string) (int64, error) {
	if _, err := n.conn.ExecContext(ctx, "INSERT OR IGNORE INTO "+table+" ("+column+") VALUES (?)", text); err != nil {
		return 0, err
	}
	var number int64
	err := n.conn.QueryRowContext(ctx, "SELECT "+table+" FROM "+table+" WHERE "+column+" = ?", text).Scan(&number)
	return number, err
}

// forgetMany empties a memory that has grown large.
func forgetMany[T any](known map[string]T) {
	if len(known) >= rememberedNames {
		clear(known)
	}
}
