package form

import (
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"
)

// DateEntry is a field for a date in ISO form, such as 2026-11-30. It may be empty.
type DateEntry struct {
	Entry
}

// ErrDate is what DateEntry.Date returns for a text that is not a date.
var ErrDate = errors.New("not a date in the form 2026-11-30")

// NewDateEntry returns an empty date field.
func NewDateEntry() *DateEntry {
	e := &DateEntry{}
	e.extend(e)
	e.SetPlaceHolder(lang.L("YYYY-MM-DD"))
	return e
}

// Date returns the date at midnight UTC, the zero time for an empty field, or ErrDate.
func (e *DateEntry) Date() (time.Time, error) {
	if strings.TrimSpace(e.Text) == "" {
		return time.Time{}, nil
	}
	date, err := time.Parse(time.DateOnly, strings.TrimSpace(e.Text))
	if err != nil {
		return time.Time{}, ErrDate
	}
	return date, nil
}

// SetDate shows a date; the zero time empties the field.
func (e *DateEntry) SetDate(date time.Time) {
	if date.IsZero() {
		e.SetValue("")
		return
	}
	e.SetValue(date.Format(time.DateOnly))
}
