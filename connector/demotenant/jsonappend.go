package demotenant

import (
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

// civil turns days since 1970-01-01 into a date of the Gregorian calendar (Cassio
// Neri, Lorenz Schneider, "Euclidean affine functions and their application to
// calendar algorithms", 2022). Half of what a report costs are dates.
func civil(days int) (year, month, day int) {
	n := 4*uint32(days+719468) + 3
	century, rest := n/146097, n%146097/4
	wide := 2939745 * uint64(4*rest+3)
	ofYear := uint32(wide) / 2939745 / 4
	n = 2141*ofYear + 197913
	year, month, day = int(100*century+uint32(wide>>32)), int(n>>16), int(n&0xffff)/2141+1
	if ofYear >= 306 { // January and February end the year before
		year, month = year+1, month-12
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
	b = appendTwo(appendTwo(b, year/100), year%100)
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
