package connector

import (
	"strconv"
	"strings"
	"time"
)

// Number groups the digits of n by thousands.
func Number(n int64) string {
	digits := strconv.FormatInt(n, 10)
	sign := ""
	if strings.HasPrefix(digits, "-") {
		sign, digits = "-", digits[1:]
	}
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return sign + digits
}

// CountOf returns "1 user" or "2,000 users".
func CountOf(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return Number(int64(n)) + " " + noun + "s"
}

// Duration is how long something took, to the second, or to a tenth below ten.
func Duration(d time.Duration) string {
	switch {
	case d < 10*time.Second:
		return strconv.FormatFloat(d.Seconds(), 'f', 1, 64) + " s"
	case d < time.Minute:
		return strconv.FormatInt(int64(d.Seconds()), 10) + " s"
	case d < time.Hour:
		return strconv.FormatInt(int64(d.Minutes()), 10) + " min " + strconv.FormatInt(int64(d.Seconds())%60, 10) + " s"
	default:
		return strconv.FormatInt(int64(d.Hours()), 10) + " h " + strconv.FormatInt(int64(d.Minutes())%60, 10) + " min"
	}
}
