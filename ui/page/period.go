package page

import (
	"strconv"
	"time"

	"fyne.io/fyne/v2/lang"

	"inventorybeacon/ui/widgets/form"
)

// Period chooses the time that a list goes back to: all, today, or the last days. Its Select is
// what pages show.
type Period struct {
	*form.Select

	days []int
}

// NewPeriod makes the choice of today and of each number of days, with all times chosen.
func NewPeriod(days []int, changed func(string)) *Period {
	times := []string{lang.L("All times"), lang.L("Today")}
	for _, n := range days {
		times = append(times, lang.L("Last {{.Days}} days", map[string]any{"Days": n}))
	}
	return &Period{form.NewSelect(times, changed), append([]int{1}, days...)}
}

// Choose chooses all times.
func (p *Period) Choose() { p.SetSelected(lang.L("All times")) }

// Since is the beginning of the first day that is chosen, on the day of now; zero for all.
func (p *Period) Since(now time.Time) time.Time {
	i := p.SelectedIndex() - 1
	if i < 0 {
		return time.Time{}
	}
	year, month, day := now.Local().Date()
	return time.Date(year, month, day+1-p.days[i], 0, 0, 0, 0, time.Local)
}

// DaysAgo is the day before the first one that is chosen, as conditions on days write it; empty for all.
func (p *Period) DaysAgo() string {
	i := p.SelectedIndex() - 1
	if i < 0 {
		return ""
	}
	return "today-" + strconv.Itoa(p.days[i])
}
