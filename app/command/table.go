package command

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"time"
)

// table is a short text in aligned columns. What has no end, such as the
// inventory, goes through app/export.
type table struct{ rows [][]string }

func newTable(head ...string) *table {
	t := &table{}
	if len(head) > 0 {
		t.add(head...)
	}
	return t
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

func (t *table) write(w io.Writer) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range t.rows {
		if _, err := fmt.Fprintln(out, strings.Join(row, "\t")); err != nil {
			return err
		}
	}
	return out.Flush()
}

func localTime(t *time.Time) string {
	if t == nil || t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04")
}

func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func textOrNull(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
