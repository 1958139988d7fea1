package pac

import (
	"slices"
	"strconv"
	"strings"
	"time"
)

var (
	weekdays = []string{"SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"}
	months   = []string{"JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"}
)

// inZone takes the word GMT from the end of the arguments: then they mean UTC and not local
// time.
func inZone(now time.Time, arguments []string) (time.Time, []string) {
	if n := len(arguments); n > 0 && strings.EqualFold(arguments[n-1], "GMT") {
		return now.UTC(), arguments[:n-1]
	}
	return now, arguments
}

// between says whether a value is from first to last, over the end of the circle where last is before first.
func between(first, value, last int) bool {
	if first <= last {
		return first <= value && value <= last
	}
	return value >= first || value <= last
}

// weekdayRange is true on a weekday, or from one to another.
func weekdayRange(now time.Time, arguments []string) bool {
	now, arguments = inZone(now, arguments)
	var days []int
	for _, text := range arguments {
		days = append(days, slices.Index(weekdays, strings.ToUpper(text)))
	}
	if len(days) == 0 || len(days) > 2 || slices.Contains(days, -1) {
		return false
	}
	return between(days[0], int(now.Weekday()), days[len(days)-1])
}

// timeRange is true in an hour, or from one hour, minute or second to another. The end counts
// in whole: (9, 17) is true at 17:59, too, as in browsers.
func timeRange(now time.Time, arguments []string) bool {
	now, arguments = inZone(now, arguments)
	n, ok := numbersOf(arguments)
	if !ok {
		return false
	}
	hour, minute, second := now.Hour(), now.Minute(), now.Second()
	switch len(n) {
	case 1:
		return hour == n[0]
	case 2:
		return between(n[0], hour, n[1])
	case 4:
		return between(n[0]*60+n[1], hour*60+minute, n[2]*60+n[3])
	case 6:
		return between((n[0]*60+n[1])*60+n[2], (hour*60+minute)*60+second, (n[3]*60+n[4])*60+n[5])
	default:
		return false
	}
}

func numbersOf(arguments []string) (numbers []int, ok bool) {
	for _, text := range arguments {
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 {
			return nil, false
		}
		numbers = append(numbers, n)
	}
	return numbers, true
}

// dateRange is true on a day, in a month or a year, or from one of these to another. Days are
// 1 to 31, months have their English names, years four digits.
func dateRange(now time.Time, arguments []string) bool {
	now, arguments = inZone(now, arguments)
	switch n := len(arguments); {
	case n == 0 || n > 6:
		return false
	case n == 1:
		one, ok := dateOf(arguments)
		return ok && one.matches(now)
	case n%2 == 1:
		return false
	default:
		first, ok := dateOf(arguments[:n/2])
		last, alsoOK := dateOf(arguments[n/2:])
		if !ok || !alsoOK || first.kinds() != last.kinds() {
			return false
		}
		return between(first.number(), partsOf(now).only(first).number(), last.number())
	}
}

// date is a day, a month and a year, of which each may be missing (0).
type date struct{ day, month, year int }

func partsOf(at time.Time) date { return date{at.Day(), int(at.Month()), at.Year()} }

func dateOf(texts []string) (d date, ok bool) {
	for _, text := range texts {
		if at := slices.Index(months, strings.ToUpper(text)); at >= 0 {
			d.month = at + 1
			continue
		}
		n, err := strconv.Atoi(text)
		switch {
		case err != nil || n < 1:
			return d, false
		case n <= 31:
			d.day = n
		default:
			d.year = n
		}
	}
	return d, true
}

// only keeps what other has, too.
func (d date) only(other date) date {
	if other.day == 0 {
		d.day = 0
	}
	if other.month == 0 {
		d.month = 0
	}
	if other.year == 0 {
		d.year = 0
	}
	return d
}

func (d date) matches(now time.Time) bool { return partsOf(now).only(d) == d }
func (d date) kinds() [3]bool             { return [3]bool{d.day != 0, d.month != 0, d.year != 0} }
func (d date) number() int                { return d.year*10000 + d.month*100 + d.day }
