package grid

import (
	"context"
	"errors"
	"math"
	"sync"

	"inventorybeacon/ui/widgets"
)

const (
	// PageSize is how many rows Paged loads at once.
	PageSize = 100
	// pagesKept is how many pages it keeps in memory.
	pagesKept = 50
	// loadsAtOnce bounds the loads that run side by side.
	loadsAtOnce = 2
)

// Source is where Paged takes its rows from. Both functions run on goroutines of Paged and end with their context.
type Source[T any] struct {
	// Count returns the number of rows.
	Count func(ctx context.Context) (int, error)
	// Load returns the rows from an offset on, at most limit.
	Load func(ctx context.Context, offset, limit int) ([]T, error)
	// All calls use with all rows until its first error, as they stood at its beginning; nil where Load does it.
	All func(ctx context.Context, use func(row T) error) error
	// Cells returns the cells of a row. It runs on Fyne's goroutine for every row that is drawn.
	Cells func(row T) []Cell
	// Key tells rows apart, so that the selection stays with them; nil where the page sees to that.
	Key func(row T) string

	shown map[int]string // keys of the rows in memory, as [Paged.Source] returns them
}

// ErrMoved means that rows stand elsewhere than where they are shown, and were selected.
var ErrMoved = errors.New("rows have moved since they were selected")

// readAtOnce is how many rows Each asks for at once.
const readAtOnce = 5000

// Each calls use with the rows of the spans, and with all rows when there are none, until its first error. That is [ErrMoved] when
// rows of the spans that are shown stand elsewhere by now. It is not for Fyne's goroutine.
func (s Source[T]) Each(ctx context.Context, spans []Span, use func(row T) error) error {
	if len(spans) == 0 {
		if s.All != nil {
			return s.All(ctx, use)
		}
		spans, s.shown = []Span{{0, math.MaxInt - 1}}, nil // all as they stand
	}
	for _, span := range spans {
		for from := span.First; from <= span.Last; from += readAtOnce {
			limit := min(readAtOnce, span.Last-from+1)
			rows, err := s.Load(ctx, from, limit)
			if err != nil {
				return err
			}
			if s.moved(from, limit, rows) {
				return ErrMoved
			}
			for _, row := range rows {
				if err := use(row); err != nil {
					return err
				}
			}
			if len(rows) < limit {
				break
			}
		}
	}
	return nil
}

// moved reports whether rows from an offset on are others than those that are shown there.
func (s Source[T]) moved(offset, limit int, rows []T) bool {
	for i := range limit {
		key, shown := s.shown[offset+i]
		if shown && (i >= len(rows) || s.Key(rows[i]) != key) {
			return true
		}
	}
	return false
}

// Paged is Data for any number of rows of which only the pages around those that are seen are in memory.
// Its methods belong to Fyne's goroutine, but for Wait.
type Paged[T any] struct {
	// OnError is called when a count or a load has failed. The rows stay empty until Reload.
	OnError func(error)
	// OnCount is called when the number of rows is known.
	OnCount func(count int)
	// OnPage is called when further rows have come.
	OnPage func()
	// Run starts a load; nil starts it on a goroutine of its own. Tests set a function that runs it at once.
	Run func(load func())

	source  Source[T]
	ctx     context.Context
	cancel  context.CancelFunc
	running sync.WaitGroup
	changed func()

	generation  int // grows with each Reload; what was started for an older one is dropped
	genCtx      context.Context
	genCancel   context.CancelFunc
	count       int
	counted     bool
	coming      int // the count, until rows have come that are told with it; 0 for none
	pages       pageCache[T]
	before      pageCache[T]               // pages of the generation before, shown until the first of this one has come
	loads       map[int]context.CancelFunc // by page
	failed      map[int]bool               // pages not asked for again before Reload
	first, last int                        // rows that are seen
}

// NewPaged returns the rows of the source. They are counted and loaded once Reload is called, until Close or the end of
// the context.
func NewPaged[T any](ctx context.Context, source Source[T]) *Paged[T] {
	p := &Paged[T]{source: source, loads: map[int]context.CancelFunc{}, failed: map[int]bool{}}
	p.ctx, p.cancel = context.WithCancel(ctx)
	p.genCtx, p.genCancel = context.WithCancel(p.ctx)
	p.pages, p.before = newPageCache[T](pagesKept), newPageCache[T](0)
	return p
}

// SetSource replaces the source, for another filter or order. Call Reload to show it.
func (p *Paged[T]) SetSource(source Source[T]) { p.source = source }

// Reload counts and loads all rows anew. What is still being loaded for the rows before is canceled; they stay to be seen, as many as
// they were, until the first new ones have come.
func (p *Paged[T]) Reload() {
	p.genCancel()
	p.generation++
	p.genCtx, p.genCancel = context.WithCancel(p.ctx)
	if p.pages.order.Len() > 0 {
		p.before = p.pages
	}
	p.pages = newPageCache[T](pagesKept)
	clear(p.loads)
	clear(p.failed)
	p.counted, p.coming = false, 0
	p.notify()
	count, ctx := p.source.Count, p.genCtx
	p.start(func() func() {
		n, err := count(ctx)
		return func() { p.takeCount(n, err) }
	})
}

// Close cancels everything that runs.
func (p *Paged[T]) Close() { p.cancel() }

// Wait returns when every goroutine has ended. Call it after Close, and not on Fyne's goroutine.
func (p *Paged[T]) Wait() { p.running.Wait() }

// Len is the number of rows, as far as it is known.
func (p *Paged[T]) Len() int { return p.count }

// Loading reports whether the number of rows is still unknown.
func (p *Paged[T]) Loading() bool { return !p.counted }

// Row returns the cells of a row, or false while its page is being loaded.
func (p *Paged[T]) Row(i int) ([]Cell, bool) {
	if _, ok := p.pages.get(i / PageSize); !ok {
		p.want(i / PageSize)
	}
	row, ok := p.Record(i)
	if !ok {
		return nil, false
	}
	return p.source.Cells(row), true
}

// Record returns what the source loaded for a row, or false if it is not in memory.
func (p *Paged[T]) Record(i int) (T, bool) {
	page, ok := p.pages.get(i / PageSize)
	if !ok {
		page, ok = p.before.get(i / PageSize)
	}
	if !ok || i%PageSize >= len(page) {
		var none T
		return none, false
	}
	return page[i%PageSize], true
}

// Key returns the key of a row, or false while that is not in memory as it stands now.
func (p *Paged[T]) Key(i int) (string, bool) {
	page, ok := p.pages.get(i / PageSize)
	if !ok || p.source.Key == nil || i%PageSize >= len(page) {
		return "", false
	}
	return p.source.Key(page[i%PageSize]), true
}

// RowOf returns where the row of a key stands, if it is in memory.
func (p *Paged[T]) RowOf(key string) (int, bool) {
	if p.source.Key == nil {
		return 0, false
	}
	for page, element := range p.pages.byKey {
		for i, row := range element.Value.(cachedPage[T]).rows {
			if p.source.Key(row) == key {
				return page*PageSize + i, true
			}
		}
	}
	return 0, false
}

// Source returns where the rows come from, with what is shown of them now.
func (p *Paged[T]) Source() Source[T] {
	source := p.source
	if source.Key == nil {
		return source
	}
	source.shown = map[int]string{}
	for _, pages := range []pageCache[T]{p.before, p.pages} {
		for page, element := range pages.byKey {
			for i, row := range element.Value.(cachedPage[T]).rows {
				source.shown[page*PageSize+i] = source.Key(row)
			}
		}
	}
	return source
}

func (p *Paged[T]) watch(changed func()) { p.changed = changed }

func (p *Paged[T]) notify() {
	if p.changed != nil {
		p.changed()
	}
}

// showing cancels the loads of pages that were scrolled past.
func (p *Paged[T]) showing(first, last int) {
	p.first, p.last = first, last
	for page, cancel := range p.loads {
		if page < first/PageSize || page > last/PageSize {
			cancel()
			delete(p.loads, page)
		}
	}
}

// want loads a page, unless it is being loaded, has failed, or too many others are being loaded.
// A page that was put off is asked for again when another one has come.
func (p *Paged[T]) want(page int) {
	counted := p.counted || p.coming > 0
	if _, loading := p.loads[page]; loading || p.failed[page] || !counted || len(p.loads) >= loadsAtOnce || p.ctx.Err() != nil {
		return
	}
	ctx, cancel := context.WithCancel(p.genCtx)
	p.loads[page] = cancel
	load := p.source.Load
	p.start(func() func() {
		rows, err := load(ctx, page*PageSize, PageSize)
		return func() {
			outdated := ctx.Err() != nil
			cancel()
			if !outdated {
				p.takePage(page, rows, err)
			}
		}
	})
}

// start runs work off Fyne's goroutine and what it returns on it, unless a Reload came in between.
func (p *Paged[T]) start(work func() (take func())) {
	generation, run := p.generation, p.Run
	if run == nil {
		run = func(f func()) { go f() }
	}
	p.running.Add(1)
	run(func() {
		defer p.running.Done()
		take := work()
		widgets.Do(func() {
			if generation == p.generation && p.ctx.Err() == nil {
				take()
			}
		})
	})
}

func (p *Paged[T]) takeCount(count int, err error) {
	if count > 0 && err == nil && p.before.order.Len() > 0 {
		p.coming = count
		p.want(min(p.first, count-1) / PageSize)
		return
	}
	if err != nil {
		count = 0
		p.before = newPageCache[T](0)
		p.report(err)
	}
	p.count, p.counted = count, true
	if p.OnCount != nil && err == nil {
		p.OnCount(count)
	}
	p.notify()
}

func (p *Paged[T]) takePage(page int, rows []T, err error) {
	delete(p.loads, page)
	counted := p.coming > 0
	if counted {
		p.count, p.counted, p.coming = p.coming, true, 0
	}
	p.before = newPageCache[T](0)
	if err != nil {
		p.failed[page] = true
		p.report(err)
	} else {
		p.pages.put(page, rows)
		p.failed[page] = len(rows) < PageSize && len(rows) < p.count-page*PageSize // the source has fewer rows than it counted
	}
	if counted && p.OnCount != nil {
		p.OnCount(p.count)
	}
	p.notify()
	if p.OnPage != nil && err == nil {
		p.OnPage()
	}
}

func (p *Paged[T]) report(err error) {
	if p.OnError != nil && !errors.Is(err, context.Canceled) {
		p.OnError(err)
	}
}
