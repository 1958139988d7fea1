package grid

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync/atomic"
	"testing"

	"fyne.io/fyne/v2"

	"inventorybeacon/ui/widgets"
	"inventorybeacon/ui/widgets/widgettest"
)

// numbers is a source of so many rows, each of which is its own number, that notes what it is asked for.
type numbers struct {
	count   int
	err     error
	offsets []int
	ctxs    []context.Context
}

func (n *numbers) source() Source[int] {
	return Source[int]{
		Count: func(context.Context) (int, error) { return n.count, nil },
		Load: func(ctx context.Context, offset, limit int) ([]int, error) {
			n.offsets, n.ctxs = append(n.offsets, offset), append(n.ctxs, ctx)
			var rows []int
			for i := offset; i < min(offset+limit, n.count); i++ {
				rows = append(rows, i)
			}
			return rows, n.err
		},
		Cells: func(i int) []Cell { return []Cell{Text(fmt.Sprintf("row %d", i))} },
	}
}

// newPaged returns data whose loads run when the returned function is called; it says how many ran.
func newPaged(t *testing.T, n *numbers) (*Paged[int], func() int) {
	data := NewPaged(t.Context(), n.source())
	t.Cleanup(data.Close)
	var waiting []func()
	data.Run = func(load func()) { waiting = append(waiting, load) }
	return data, func() int {
		loads := waiting
		waiting = nil
		for _, load := range loads {
			load()
		}
		return len(loads)
	}
}

func TestPagedDataLoadsWhatIsSeen(t *testing.T) {
	n := &numbers{count: 1_000_000}
	g := New(Column{ID: "a", Title: "A", Width: 200})
	widgettest.NewWindow(t, g, 400, 300)
	data, run := newPaged(t, n)
	g.SetData(data)
	widgettest.Equal(t, "loading is shown before Reload", g.loading.Visible(), true)
	data.Reload()
	widgettest.Equal(t, "rows before they are counted", data.Len(), 0)
	run()
	widgettest.Equal(t, "rows once they are counted", data.Len(), 1_000_000)
	widgettest.Equal(t, "the first row is a placeholder", g.body.renderer.rows[0].blank.Visible(), true)
	run()
	widgettest.Equal(t, "the first row is a placeholder", g.body.renderer.rows[0].blank.Visible(), false)
	if _, ok := drawnRows(g)["row 0"]; !ok {
		t.Errorf("the rows drawn are %v", drawnRows(g))
	}

	widgettest.Press(g, fyne.KeyEnd)
	run()
	if _, ok := drawnRows(g)["row 999999"]; !ok {
		t.Errorf("after End the rows drawn are %v", drawnRows(g))
	}
	if record, ok := data.Record(999_999); !ok || record != 999_999 {
		t.Errorf("the last record is %v, %v", record, ok)
	}
	if want := []int{0, 999_900}; !slices.Equal(n.offsets, want) {
		t.Errorf("loaded pages at %v, want %v", n.offsets, want)
	}
}

func TestPagedDataLoadsBothPagesOfAView(t *testing.T) {
	n := &numbers{count: 1000}
	g := New(Column{ID: "a", Title: "A", Width: 200})
	widgettest.NewWindow(t, g, 400, 300)
	data, run := newPaged(t, n)
	g.SetData(data)
	data.Reload()
	run()
	g.scrollTo(0, 97*float64(g.rowHeight()))
	for run() > 0 {
		continue
	}
	drawn := drawnRows(g)
	for _, want := range []string{"row 97", "row 99", "row 100", "row 104"} {
		if _, ok := drawn[want]; !ok {
			t.Errorf("%s is not drawn, but %v", want, drawn)
		}
	}
}

func TestPagedDataDropsWhatWasScrolledPast(t *testing.T) {
	n := &numbers{count: 1_000_000}
	g := New(Column{ID: "a", Title: "A", Width: 200})
	widgettest.NewWindow(t, g, 400, 300)
	data, run := newPaged(t, n)
	g.SetData(data)
	data.Reload()
	run()
	for row := 10_000; row < 900_000; row += 10_000 { // the thumb is dragged, nothing has come yet
		g.scrollTo(0, float64(row)*float64(g.rowHeight()))
	}
	if len(data.loads) > loadsAtOnce {
		t.Errorf("%d loads run at once", len(data.loads))
	}
	run()
	canceled := 0
	for _, ctx := range n.ctxs {
		if ctx.Err() != nil {
			canceled++
		}
	}
	widgettest.Equal(t, "pages in memory", data.pages.order.Len(), 1)
	if _, ok := drawnRows(g)["row 890000"]; !ok {
		t.Errorf("the rows drawn are %v", drawnRows(g))
	}
	if canceled < len(n.ctxs)-1 {
		t.Errorf("%d of %d loads were canceled, want all but the last", canceled, len(n.ctxs))
	}
}

func TestPagedDataDropsWhatCameForRowsBefore(t *testing.T) {
	n := &numbers{count: 300}
	data, run := newPaged(t, n)
	data.Reload()
	run()
	data.Row(0) // a load of the first generation waits
	other := &numbers{count: 7}
	data.SetSource(other.source())
	data.Reload()
	run() // the old load and the new count
	widgettest.Equal(t, "rows", data.Len(), 7)
	if _, ok := data.Record(0); ok {
		t.Error("a row that was loaded for the source before is shown")
	}
	if len(n.ctxs) != 1 || n.ctxs[0].Err() == nil {
		t.Error("the load for the source before was not canceled")
	}
}

func TestPagedDataKeepsFiftyPages(t *testing.T) {
	n := &numbers{count: 1_000_000}
	data, run := newPaged(t, n)
	data.Reload()
	run()
	for page := range 80 {
		data.Row(page * PageSize)
		run()
		data.Row(0) // used all the time, so it stays
		run()
	}
	widgettest.Equal(t, "pages in memory", data.pages.order.Len(), pagesKept)
	if _, ok := data.Record(0); !ok {
		t.Error("the page that is used all the time was dropped")
	}
	if _, ok := data.Record(PageSize); ok {
		t.Error("a page used long ago is still in memory")
	}
}

func TestPagedDataReportsAnErrorOnce(t *testing.T) {
	n := &numbers{count: 300, err: errors.New("disk full")}
	data, run := newPaged(t, n)
	var reported []error
	data.OnError = func(err error) { reported = append(reported, err) }
	data.Reload()
	run()
	for range 5 {
		data.Row(0)
		run()
	}
	if len(reported) != 1 || !errors.Is(reported[0], n.err) {
		t.Errorf("reported %v, want the error once", reported)
	}
	n.err = nil
	data.Reload()
	run()
	data.Row(0)
	run()
	if _, ok := data.Record(0); !ok {
		t.Error("Reload does not try again")
	}
}

func TestPagedDataReportsACountThatFailed(t *testing.T) {
	data, run := newPaged(t, &numbers{})
	failure := errors.New("no such table")
	data.source.Count = func(context.Context) (int, error) { return 5, failure }
	var reported error
	data.OnError = func(err error) { reported = err }
	data.Reload()
	run()
	widgettest.Equal(t, "error", reported, failure)
	widgettest.Equal(t, "rows", data.Len(), 0)
	widgettest.Equal(t, "still loading", data.Loading(), false)
}

func TestPagedDataEndsWhenTheSourceHasFewerRowsThanItCounted(t *testing.T) {
	n := &numbers{count: 50}
	data, run := newPaged(t, n)
	data.source.Count = func(context.Context) (int, error) { return 80, nil }
	data.Reload()
	run()
	for range 5 {
		data.Row(70)
		run()
	}
	widgettest.Equal(t, "loads of the page", len(n.offsets), 1)
}

func TestPagedDataRunsOnGoroutinesThatEnd(t *testing.T) {
	var loads atomic.Int32
	ctx, cancel := context.WithCancel(t.Context())
	widgettest.NewWindow(t, widgets.NewStatusBar().Row, 100, 100)
	data := NewPaged(ctx, Source[int]{
		Count: func(context.Context) (int, error) { return 1000, nil },
		Load: func(ctx context.Context, offset, _ int) ([]int, error) {
			loads.Add(1)
			<-ctx.Done() // a slow query that ends with its context
			return nil, ctx.Err()
		},
		Cells: func(int) []Cell { return nil },
	})
	data.OnError = func(err error) { t.Errorf("a canceled load was reported: %v", err) }
	data.Reload()
	data.Wait()
	data.Row(0)
	cancel()
	data.Wait()
	widgettest.Equal(t, "loads", loads.Load(), 1)
	data.Row(200)
	data.Wait()
	widgettest.Equal(t, "loads after the end", loads.Load(), 1)
}

func TestPagedDataShowsTheRowsBeforeUntilNewOnesCome(t *testing.T) {
	n := &numbers{count: 300}
	data, run := newPaged(t, n)
	data.Reload()
	run()
	data.Row(0)
	data.Row(100)
	run()
	other := numbers{count: 250}
	data.SetSource(other.source())
	data.Reload()
	if _, ok := data.Row(0); !ok {
		t.Error("the rows before are gone before they are counted")
	}
	run()
	if _, ok := data.Row(0); !ok {
		t.Error("the rows before are gone before the new ones have come")
	}
	if data.Len() != 300 || !data.Loading() {
		t.Errorf("the rows before are said to be %d, loading: %t", data.Len(), data.Loading())
	}
	run()
	if data.Len() != 250 || data.Loading() {
		t.Errorf("the new rows are said to be %d, loading: %t", data.Len(), data.Loading())
	}
	if _, ok := data.Record(100); ok {
		t.Error("an old row is still shown after the first new ones have come")
	}
	widgettest.Equal(t, "loads of the new source", len(other.offsets), 1)
}

// OnPage tells when a record can be asked for.
func TestPagedDataTellsOfPages(t *testing.T) {
	n := &numbers{count: 1000}
	g := New(Column{ID: "a", Title: "A", Width: 200})
	widgettest.NewWindow(t, g, 400, 300)
	data, run := newPaged(t, n)
	var there []bool
	data.OnPage = func() {
		_, ok := data.Record(0)
		there = append(there, ok)
	}
	g.SetData(data)
	data.Reload()
	run()
	widgettest.Equal(t, "pages once the rows are counted", len(there), 0)
	run()
	if !slices.Equal(there, []bool{true}) {
		t.Errorf("told %v", there)
	}
	n.err = errors.New("disk")
	widgettest.Press(g, fyne.KeyEnd)
	run()
	widgettest.Equal(t, "pages after one that failed", len(there), 1)
}

func TestRowsOfPagesAreKnownByTheirKeysAndReadBesideTheWindow(t *testing.T) {
	source := Source[int]{
		Count: func(context.Context) (int, error) { return 12_000, nil },
		Load: func(_ context.Context, offset, limit int) ([]int, error) {
			var rows []int
			for i := offset; i < min(offset+limit, 12_000); i++ {
				rows = append(rows, i*2)
			}
			return rows, nil
		},
		Cells: func(row int) []Cell { return []Cell{Text(strconv.Itoa(row))} },
		Key:   strconv.Itoa,
	}
	p := NewPaged(t.Context(), source)
	p.Run = func(load func()) { load() }
	p.Reload()
	p.Row(150) // loads its page
	if key, ok := p.Key(150); key != "300" || !ok {
		t.Errorf("the key is %q, %v", key, ok)
	}
	if row, ok := p.RowOf("398"); row != 199 || !ok {
		t.Errorf("it stands in row %d, %v", row, ok)
	}
	if _, ok := p.RowOf("4000"); ok {
		t.Error("what is not loaded is found")
	}
	for _, given := range []struct {
		spans []Span
		count int
		last  int
	}{
		{nil, 12_000, 23_998},
		{[]Span{{3, 5}, {7000, 12_500}}, 5003, 23_998},
		{[]Span{{9, 9}}, 1, 18},
	} {
		count, last := 0, 0
		err := p.Source().Each(t.Context(), given.spans, func(row int) error { count, last = count+1, row; return nil })
		if count != given.count || last != given.last || err != nil {
			t.Errorf("of %v came %d rows, the last one %d, %v", given.spans, count, last, err)
		}
	}
}

func TestSelectedRowsThatHaveMovedAreNotReadAsTheOthers(t *testing.T) {
	rows := make([]int, 300)
	for i := range rows {
		rows[i] = i
	}
	source := Source[int]{
		Count: func(context.Context) (int, error) { return len(rows), nil },
		Load: func(_ context.Context, offset, limit int) ([]int, error) {
			return rows[min(offset, len(rows)):min(offset+limit, len(rows))], nil
		},
		Cells: func(row int) []Cell { return []Cell{Text(strconv.Itoa(row))} },
		Key:   strconv.Itoa,
	}
	p := NewPaged(t.Context(), source)
	p.Run = func(load func()) { load() }
	p.Reload()
	p.Row(10)
	shown := p.Source()
	for _, given := range []struct {
		name  string
		rows  []int
		spans []Span
		want  error
	}{
		{"the same rows", rows, []Span{{5, 7}}, nil},
		{"a row above is gone", rows[1:], []Span{{5, 5}}, ErrMoved},
		{"a row below is gone", append(slices.Clone(rows[:8]), rows[9:]...), []Span{{5, 7}}, nil},
		{"a row within is gone", append(slices.Clone(rows[:6]), rows[7:]...), []Span{{5, 7}}, ErrMoved},
		{"the list is shorter", rows[:6], []Span{{5, 7}}, ErrMoved},
		{"all rows are meant", rows[1:], nil, nil},
	} {
		t.Run(given.name, func(t *testing.T) {
			all := rows
			defer func() { rows = all }()
			rows = given.rows
			if err := shown.Each(t.Context(), given.spans, func(int) error { return nil }); !errors.Is(err, given.want) {
				t.Errorf("%v, want %v", err, given.want)
			}
		})
	}
}
