package demotenant

import (
	"strconv"

	"inventorybeacon/connector"
)

// The users and the reports are written by appending to one buffer, because a
// tenant of a million users must not be slower than the import that it feeds.

// appendText appends a JSON string, or null for an empty one. The texts of this
// package need no escaping, which a test makes sure of.
func appendText(b []byte, text string) []byte {
	if text == "" {
		return append(b, "null"...)
	}
	b = append(b, '"')
	b = append(b, text...)
	return append(b, '"')
}

func appendBool(b []byte, value bool) []byte {
	if value {
		return append(b, "true"...)
	}
	return append(b, "false"...)
}

// civil turns days since 1970-01-01 into a date of the Gregorian calendar
// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
func civil(days int) (year, month, day int) {
	days += 719468
	era := days / 146097
	dayOfEra := days - era*146097
	yearOfEra := (dayOfEra - dayOfEra/1460 + dayOfEra/36524 - dayOfEra/146096) / 365
	dayOfYear := dayOfEra - (365*yearOfEra + yearOfEra/4 - yearOfEra/100)
	shifted := (5*dayOfYear + 2) / 153
	day = dayOfYear - (153*shifted+2)/5 + 1
	month = shifted + 3
	year = yearOfEra + era*400
	if month > 12 {
		month -= 12
		year++
	}
	return year, month, day
}

func appendTwo(b []byte, n int) []byte { return append(b, byte('0'+n/10), byte('0'+n%10)) }

// appendDate appends 2006-01-02, or nothing for no date.
func appendDate(b []byte, date connector.Date) []byte {
	if date == 0 {
		return b
	}
	return appendDay(b, int(date))
}

func appendDay(b []byte, days int) []byte {
	year, month, day := civil(days)
	b = strconv.AppendInt(b, int64(year), 10)
	b = appendTwo(append(b, '-'), month)
	return appendTwo(append(b, '-'), day)
}

const (
	minute   = 60
	hour     = 60 * minute
	dayInSec = 24 * hour
)

// appendTime appends a Unix second as a JSON string.
func appendTime(b []byte, unix int64) []byte {
	days, rest := int(unix/dayInSec), int(unix%dayInSec)
	b = appendDay(append(b, '"'), days)
	b = appendTwo(append(b, 'T'), rest/hour)
	b = appendTwo(append(b, ':'), rest%hour/minute)
	b = appendTwo(append(b, ':'), rest%minute)
	return append(b, 'Z', '"')
}
