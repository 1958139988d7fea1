package reclaim

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store/history"
	"inventorybeacon/store/inventory"
)

// noon is now.
var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

func openRecommender(t *testing.T, now func() time.Time) *Recommender {
	t.Helper()
	h, err := history.Open(t.Context(), t.TempDir(), history.Options{Now: now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	})
	return New(nil, h, now)
}

func TestWhatIsKeptHasADayThatIsNotOverAndANoteOfOneLine(t *testing.T) {
	r := openRecommender(t, func() time.Time { return noon })
	long := strings.Repeat("ä", mostOfNote)
	for _, c := range []struct {
		name, until, note string
		lastDay           string
		fields            []connector.Field
	}{
		{"given today, then it is kept until midnight", " 2026-11-28 ", "", "2026-11-28", nil},
		{"given yesterday, then that is over", "2026-11-27", "", "", []connector.Field{FieldUntil}},
		{"given no day", " ", "", "", []connector.Field{FieldUntil}},
		{"given what is no day", "tomorrow", "", "", []connector.Field{FieldUntil}},
		{"given a note as long as one can be", "2027-01-31", long, "2027-01-31", nil},
		{"given one character more", "2027-01-31", long + "x", "", []connector.Field{FieldNote}},
		{"given a note of two lines", "2027-01-31", "one\ntwo", "", []connector.Field{FieldNote}},
		{"given both wrong, then both are said", "31.01.2027", "\a", "", []connector.Field{FieldUntil, FieldNote}},
		{"given blanks around a note", "2027-01-31", "  on leave ", "2027-01-31", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			licenses := []history.Kept{{TenantID: "t", UserID: "a", SKUID: "s"}, {TenantID: "t", UserID: "b", SKUID: "s"}}
			err := r.Keep(t.Context(), licenses, c.until, c.note)
			var refused *workspace.ProblemsError
			if c.fields != nil {
				if !errors.As(err, &refused) {
					t.Fatalf("it is kept: %v", err)
				}
				var fields []connector.Field
				for _, p := range refused.Problems {
					fields = append(fields, p.Field)
					if p.Message == "" {
						t.Errorf("%s: nothing is said", p.Field)
					}
				}
				if !slices.Equal(fields, c.fields) {
					t.Errorf("wrong are %q, want %q", fields, c.fields)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			kept, err := r.Kept(t.Context())
			if err != nil || len(kept) != 2 {
				t.Fatalf("%d are kept, %v", len(kept), err)
			}
			for _, k := range kept {
				if k.Until.String() != c.lastDay || k.Note != strings.TrimSpace(c.note) || k.Ended {
					t.Errorf("%+v", k)
				}
			}
			if licenses[0].Until != 0 {
				t.Error("the caller's licenses were changed")
			}
		})
	}
}

func TestWhatIsKeptIsRecommendedAgainWhenItsLastDayIsOver(t *testing.T) {
	now := noon
	r := openRecommender(t, func() time.Time { return now })
	for user, until := range map[string]string{"a": "2026-11-28", "b": "2026-11-29"} {
		if err := r.Keep(t.Context(), []history.Kept{{TenantID: "t", UserID: user, SKUID: "s"}}, until, ""); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		at   time.Time
		held string // users
	}{
		{noon, "ab"}, {noon.Add(12*time.Hour - 1), "ab"}, {noon.Add(12 * time.Hour), "b"}, {noon.Add(36 * time.Hour), ""},
	} {
		now = c.at
		// What a query holds already stays in it.
		q, err := r.withoutKept(t.Context(), Query{Kept: []inventory.Held{{UserID: "x"}}})
		if err != nil {
			t.Fatal(err)
		}
		var held, ended string
		for _, h := range q.Kept[1:] {
			held += h.UserID
		}
		kept, err := r.Kept(t.Context())
		if err != nil || len(kept) != 2 {
			t.Fatalf("%d were kept, %v", len(kept), err)
		}
		for _, k := range kept {
			if k.Ended {
				ended += k.UserID
			}
		}
		if held != c.held || ended+held != "ab" || q.Kept[0].UserID != "x" {
			t.Errorf("at %s %q are held and %q are over; want %q held", c.at, held, ended, c.held)
		}
	}
	if was, err := r.Unkeep(t.Context(), "t", "a", "s"); !was || err != nil {
		t.Errorf("ended: %v, %v", was, err)
	}
	if was, err := r.Unkeep(t.Context(), "t", "a", "s"); was || err != nil {
		t.Errorf("ended again: %v, %v", was, err)
	}
}
