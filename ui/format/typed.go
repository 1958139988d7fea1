package format

import (
	"strconv"
	"strings"

	"inventorybeacon/schedule"
)

// TypedNumber is the number that somebody has typed; -1, which every number is checked against, for what is none.
func TypedNumber(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil {
		return -1
	}
	return n
}

// TypedTime is the time of day that somebody has typed; -1 for what is none.
func TypedTime(text string) schedule.TimeOfDay {
	t, err := schedule.ParseTimeOfDay(text)
	if err != nil {
		return -1
	}
	return t
}
