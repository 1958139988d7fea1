package export

import (
	"bytes"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

func TestMomentsAreWrittenAsTheClockShowsThem(t *testing.T) {
	at := time.Date(2026, 3, 2, 14, 30, 5, 0, time.Local)
	column := []Column[time.Time]{{Key: "at", Title: "At", Value: func(at time.Time) any { return at }}}
	write := func(format Format, at time.Time) []byte {
		var out bytes.Buffer
		if _, err := Write(&out, format, column, func(yield func(time.Time) error) error { return yield(at.UTC()) }); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	for format, want := range map[Format]string{
		CSV:   "At\r\n2026-03-02 14:30:05\r\n",
		Table: "At\n2026-03-02 14:30:05\n",
		JSON:  "[\n{\"at\":\"" + at.UTC().Format(time.RFC3339) + "\"}\n]\n",
	} {
		if got := string(write(format, at)); got != want {
			t.Errorf("%s: %q, want %q", format, got, want)
		}
	}
	for _, given := range []struct {
		at         time.Time
		raw, shown string
	}{
		{at, "46083.60422453703", "2026-03-02 14:30:05"},
		{time.Date(2026, 10, 25, 2, 30, 0, 0, time.Local), "46320.10416666667", "2026-10-25 02:30:00"}, // where clocks go back
		{time.Date(1899, 1, 1, 12, 0, 0, 0, time.Local), "1899-01-01 12:00:00", "1899-01-01 12:00:00"},
	} {
		book := openBook(t, write(XLSX, given.at))
		raw, err := book.GetCellValue("Sheet1", "A2", excelize.Options{RawCellValue: true})
		if err != nil || raw != given.raw {
			t.Errorf("%s holds %q, want %q (%v)", given.at, raw, given.raw, err)
		}
		if shown, err := book.GetCellValue("Sheet1", "A2"); err != nil || shown != given.shown {
			t.Errorf("%s is shown as %q, want %q (%v)", given.at, shown, given.shown, err)
		}
	}
}
