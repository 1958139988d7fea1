package connector

import (
	"encoding/json"
	"fmt"
	"time"
)

// Date is a calendar day in UTC, counted in days since 1970-01-01. The zero
// Date means "none": no report and no subscription of Microsoft's is that old.
type Date int32

const secondsPerDay = 24 * 60 * 60

// DateOf returns the UTC day of t, or no date for the zero time.
func DateOf(t time.Time) Date {
	if t.IsZero() {
		return 0
	}
	days := t.Unix() / secondsPerDay
	if t.Unix()%secondsPerDay < 0 {
		days--
	}
	return Date(days)
}

// ParseDate reads 2006-01-02 and, because Microsoft's reports have switched
// between the two, RFC 3339. An empty text is no date.
func ParseDate(text string) (Date, error) {
	if text == "" {
		return 0, nil
	}
	day := text
	if len(day) > len(time.DateOnly) && day[len(time.DateOnly)] == 'T' {
		day = day[:len(time.DateOnly)]
	}
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0, fmt.Errorf("%q is not a date such as 2026-01-31", text)
	}
	return DateOf(t), nil
}

// Time returns midnight UTC of the day; the zero time for no date.
func (d Date) Time() time.Time {
	if d == 0 {
		return time.Time{}
	}
	return time.Unix(int64(d)*secondsPerDay, 0).UTC()
}

// String returns the day as 2006-01-02, or nothing for no date.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalJSON writes "2006-01-02", or null for no date.
func (d Date) MarshalJSON() ([]byte, error) {
	if d == 0 {
		return []byte("null"), nil
	}
	return json.Marshal(d.String())
}

// UnmarshalJSON reads what MarshalJSON writes.
func (d *Date) UnmarshalJSON(data []byte) error {
	var text *string
	if err := json.Unmarshal(data, &text); err != nil {
		return err
	}
	if text == nil {
		*d = 0
		return nil
	}
	parsed, err := ParseDate(*text)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}
