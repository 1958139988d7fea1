package chart

import (
	"math"
	"time"
)

// valueTicks are the round values from low to high at which an axis has a line: at most as many as wanted, and whole numbers where all
// values are. The first and the last enclose all values.
func valueTicks(low, high float64, most int, whole bool) []float64 {
	low = min(low, 0)
	if high <= low {
		high = low + 1
	}
	step := roundStep((high - low) / float64(max(1, most-1)))
	if whole {
		step = max(1, step)
	}
	from, to := math.Floor(low/step), math.Ceil(high/step)
	var ticks []float64
	for i := from; i <= to; i++ {
		ticks = append(ticks, i*step)
	}
	return ticks
}

// roundStep is the next step of 1, 2 or 5 times a power of ten.
func roundStep(least float64) float64 {
	power := math.Pow(10, math.Floor(math.Log10(least)))
	for _, factor := range []float64{1, 2, 5} {
		if factor*power >= least*0.999999 {
			return factor * power
		}
	}
	return 10 * power
}

// calendarStep is a distance between two ticks of a time axis, and how they are written.
type calendarStep struct {
	years, months, days int
	hours               int
	layout              string
}

const (
	clockLayout = "15:04"
	monthLayout = "2006-01"
	yearLayout  = "2006"
)

// calendarSteps are the distances, from the shortest on.
var calendarSteps = []calendarStep{
	{hours: 1, layout: clockLayout},
	{hours: 3, layout: clockLayout},
	{hours: 6, layout: clockLayout},
	{days: 1, layout: time.DateOnly},
	{days: 2, layout: time.DateOnly},
	{days: 7, layout: time.DateOnly},
	{days: 14, layout: time.DateOnly},
	{months: 1, layout: monthLayout},
	{months: 3, layout: monthLayout},
	{months: 6, layout: monthLayout},
	{years: 1, layout: yearLayout},
	{years: 2, layout: yearLayout},
	{years: 5, layout: yearLayout},
	{years: 10, layout: yearLayout},
	{years: 100, layout: yearLayout},
}

// timeTick is a place of a time axis with what is written there.
type timeTick struct {
	at   time.Time
	text string
}

// timeTicks are the ticks of an axis that is so wide: with the shortest distance at which the texts have room.
func timeTicks(from, to time.Time, width float32) []timeTick {
	for _, step := range calendarSteps {
		room := captionWidth(from.Format(step.layout)) + 20
		if float32(step.count(from, to))*room <= width {
			return step.ticks(from, to)
		}
	}
	return nil
}

// count is about how many ticks there are.
func (s calendarStep) count(from, to time.Time) int {
	const day = 24 * time.Hour
	length := time.Duration(s.hours)*time.Hour + time.Duration(s.days+30*s.months+365*s.years)*day
	return int(to.Sub(from)/length) + 1
}

func (s calendarStep) ticks(from, to time.Time) (ticks []timeTick) {
	for at := s.first(from); !at.After(to); {
		ticks = append(ticks, timeTick{at, at.Format(s.layout)})
		if s.hours > 0 {
			at = at.Add(time.Duration(s.hours) * time.Hour)
		} else {
			at = at.AddDate(s.years, s.months, s.days)
		}
	}
	return ticks
}

// first is the first tick that is not before a time.
func (s calendarStep) first(from time.Time) time.Time {
	year, month, day := from.Date()
	zone := from.Location()
	at := from
	switch {
	case s.hours > 0:
		at = time.Date(year, month, day, from.Hour()/s.hours*s.hours, 0, 0, 0, zone)
		if at.Before(from) {
			at = at.Add(time.Duration(s.hours) * time.Hour)
		}
	case s.days > 0:
		at = time.Date(year, month, day, 0, 0, 0, 0, zone)
		if at.Before(from) {
			at = at.AddDate(0, 0, 1)
		}
	case s.months > 0:
		at = time.Date(year, (month-1)/time.Month(s.months)*time.Month(s.months)+1, 1, 0, 0, 0, 0, zone)
		if at.Before(from) {
			at = at.AddDate(0, s.months, 0)
		}
	default:
		at = time.Date(year/s.years*s.years, 1, 1, 0, 0, 0, 0, zone)
		if at.Before(from) {
			at = at.AddDate(s.years, 0, 0)
		}
	}
	return at
}
