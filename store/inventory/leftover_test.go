package inventory

import (
	"context"
	"errors"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// tablesOf are those of the file, of the writer's connection and of what is attached
// to it.
func tablesOf(t *testing.T, inv *Inventory) string {
	t.Helper()
	var names string
	must(t, inv.db.Write.QueryRowContext(t.Context(), `SELECT
		(SELECT group_concat(name) FROM (SELECT name FROM main.sqlite_schema ORDER BY name)) || ';' ||
		(SELECT count(*) FROM sqlite_temp_schema) || ' temporary;' ||
		(SELECT group_concat(name) FROM pragma_database_list WHERE name <> 'temp')`).Scan(&names))
	return names
}

func TestCancelledPublishesLeaveNothingBehind(t *testing.T) {
	dir := t.TempDir()
	inv := open(t, dir)
	publishDelivery(t, inv, "one", contoso())
	want, steps := tablesOf(t, inv), publishingSteps(t)
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 30 {
		imp := begin(t, inv, "one")
		d := contoso()
		d.pages = manyUsers(1+n, "v1")
		d.deliver(t, imp)
		ctx, cancel := context.WithCancel(t.Context())
		at := random.Int64N(steps + 1)
		_, err := imp.Publish(ctx, noon, func(done, _ int64) {
			if done == at {
				cancel()
			}
		})
		cancel()
		if err == nil {
			t.Fatalf("it was published although it was cancelled at step %d", at)
		}
		must(t, imp.Close(false))
		if got := tablesOf(t, inv); got != want {
			t.Fatalf("after a cancelled publish: %s\nwant %s", got, want)
		}
	}
	wantUsers(t, inv, 3)
	if left, err := filepath.Glob(filepath.Join(dir, "staging", "*")); err != nil || len(left) > 0 {
		t.Errorf("staging files %v, %v", left, err)
	}
}

func TestACanceledPublishEndsAtOnce(t *testing.T) {
	for name, arrange := range map[string]func(t *testing.T, dir string){
		"in the middle of a step": func(*testing.T, string) {},
		"while another process writes": func(t *testing.T, dir string) {
			other := open(t, dir)
			conn, err := other.db.Write.Conn(t.Context())
			must(t, err)
			t.Cleanup(func() { must(t, conn.Close()) })
			_, err = conn.ExecContext(t.Context(), "BEGIN IMMEDIATE")
			must(t, err)
		},
	} {
		t.Run("given it is canceled "+name, func(t *testing.T) {
			dir := t.TempDir()
			inv := open(t, dir)
			publishDelivery(t, inv, "one", contoso())
			imp := begin(t, inv, "one")
			d := contoso()
			d.pages = manyUsers(5000, "v1")
			d.deliver(t, imp)
			arrange(t, dir)
			before := goleak.IgnoreCurrent()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			var canceled time.Time
			_, err := imp.Publish(ctx, noon, func(done, _ int64) {
				if done == 1 {
					time.AfterFunc(50*time.Millisecond, func() {
						canceled = time.Now()
						cancel()
					})
				}
			})
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("error %v", err)
			}
			if took := time.Since(canceled); took > time.Second {
				t.Errorf("it ended %s after it was canceled", took)
			}
			must(t, imp.Close(false))
			goleak.VerifyNone(t, before)
			wantUsers(t, inv, 3)
		})
	}
}
