package localtime

import (
	"encoding/binary"
	"fmt"
	"time"
)

// rules are a time zone as Windows describes it (TIME_ZONE_INFORMATION): a bias is
// the minutes to add to the local time to have UTC.
type rules struct {
	bias, standardBias, daylightBias int
	standard, daylight               change // when each of both begins
}

// change is the day of a change in every year: the week-th weekday of the month,
// where the fifth is the last. The month is 0 when there is none.
type change struct{ month, week, weekday, minute int }

// zoneText writes the rules as POSIX does (TZ), where biases have the same sign.
func zoneText(r rules) string {
	standard := "<S>" + hours(r.bias+r.standardBias)
	if r.standard.month == 0 || r.daylight.month == 0 {
		return "<STD>" + hours(r.bias)
	}
	return standard + "<D>" + hours(r.bias+r.daylightBias) + "," + r.daylight.text() + "," + r.standard.text()
}

func (c change) text() string {
	return fmt.Sprintf("M%d.%d.%d/%s", c.month, c.week, c.weekday, hours(c.minute))
}

func hours(minutes int) string {
	sign := ""
	if minutes < 0 {
		sign, minutes = "-", -minutes
	}
	return fmt.Sprintf("%s%d:%02d", sign, minutes/60, minutes%60)
}

func placeOf(text string) (*time.Location, error) {
	return time.LoadLocationFromTZData("Local", zoneFile(text))
}

// zoneFile makes a file of the time zone database (RFC 9636) of rules only: it
// has no history, and its last line goes for all time.
func zoneFile(text string) []byte {
	block := []byte{'T', 'Z', 'i', 'f', '2'}
	block = append(block, make([]byte, 15)...)
	for _, count := range []uint32{0, 0, 0, 0, 1, 4} { // one type of time, whose name has four bytes
		block = binary.BigEndian.AppendUint32(block, count)
	}
	block = append(block, 0, 0, 0, 0, 0, 0)
	block = append(block, "UTC\x00"...)
	file := append(append([]byte{}, block...), block...) // in 32 bits, and again in 64
	return append(file, "\n"+text+"\n"...)
}
