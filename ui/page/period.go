package page

import (
	"slices"
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/widgets/form"
)

// Period chooses the time that a list goes back to: all, today, or the last days. Its Select is
// what pages show.
type Period struct {
	*form.Select
	// LastImport is when the last import was published, for the choice of what it has done.
	LastImport time.Time

	spans []span // behind all times, in their order
}

// span is the days from one that is so many days ago until another one; -1 for from is since the last import.
type span struct {
	text     string
	from, to int // to is today or yesterday
}

const sinceLast = -1

// NewPeriod makes the choice of today and of each number of days, with all times chosen.
func NewPeriod(days []int, changed func(string)) *Period {
	p := &Period{Select: form.NewSelect(nil, changed), spans: []span{{lang.L("Today"), 0, 0}}}
	for _, n := range days {
		p.spans = append(p.spans, span{lang.L("Last {{.Days}} days", map[string]any{"Days": n}), n - 1, 0})
	}
	p.offer()
	return p
}

// WithImports offers yesterday, too, and what has come since the last import.
func (p *Period) WithImports() *Period {
	p.spans = slices.Insert(p.spans, 1, span{lang.L("Yesterday"), 1, 1}, span{lang.L("Last import"), sinceLast, 0})
	p.offer()
	return p
}

func (p *Period) offer() {
	options := []string{lang.L("All times")}
	for _, s := range p.spans {
		options = append(options, s.text)
	}
	p.SetOptions(options)
	p.Choose()
}

// Choose chooses all times.
func (p *Period) Choose() { p.SetSelected(lang.L("All times")) }

// chosen is the span that is chosen; none for all times.
func (p *Period) chosen() (s span, some bool) {
	if i := p.SelectedIndex() - 1; i >= 0 {
		return p.spans[i], true
	}
	return span{}, false
}

// Since is the beginning of the first day that is chosen, on the day of now, or the last import; zero for all.
func (p *Period) Since(now time.Time) time.Time {
	s, some := p.chosen()
	switch {
	case !some:
		return time.Time{}
	case s.from == sinceLast:
		return p.LastImport
	}
	year, month, day := now.Local().Date()
	return time.Date(year, month, day-s.from, 0, 0, 0, 0, time.Local)
}

// Days are the day before the first one that is chosen and the day after the last one, as conditions on days write them; empty for none,
// and for the last import, which is no day.
func (p *Period) Days() (after, before string) {
	s, some := p.chosen()
	if !some || s.from == sinceLast {
		return "", ""
	}
	if s.to == 1 {
		before = "today"
	}
	return "today-" + strconv.Itoa(s.from+1), before
}
