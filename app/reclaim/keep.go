package reclaim

import (
	"context"
	"strings"
	"unicode"
	"unicode/utf8"

	"inventorybeacon/app/message"
	"inventorybeacon/app/workspace"
	"inventorybeacon/connector"
	"inventorybeacon/store/history"
)

// The fields of a license that is kept.
const (
	FieldUntil connector.Field = "until"
	FieldNote  connector.Field = "note"
)

// mostOfNote is how many characters a note may have.
const mostOfNote = 500

// Kept is a license that stays with a user although it is recommended to be taken back.
type Kept struct {
	history.Kept
	// Ended is set when its last day is over: it is then recommended again.
	Ended bool
}

// Keep keeps licenses of users until the end of a day, which was typed as 2006-01-02: they
// leave recommendations and sums. The error is a [workspace.ProblemsError] when the day or
// the note cannot be taken.
func (r *Recommender) Keep(ctx context.Context, licenses []history.Kept, until, note string) error {
	day, problems := r.check(until, note)
	if len(problems) > 0 {
		texts := make([]workspace.Problem, len(problems))
		for i, p := range problems {
			texts[i] = workspace.Problem{Field: p.Field, Message: message.Sentence(p.Message)}
		}
		return &workspace.ProblemsError{Problems: texts}
	}
	kept := make([]history.Kept, len(licenses))
	for i, k := range licenses {
		k.Until, k.Note = day, strings.TrimSpace(note)
		kept[i] = k
	}
	return r.history.KeepLicenses(ctx, kept...)
}

// check reads a day, and says what of it or of a note is wrong.
func (r *Recommender) check(until, note string) (day connector.Date, problems []connector.Problem) {
	complain := func(field connector.Field, id string, data connector.Data) {
		problems = append(problems, connector.Problem{Field: field, Message: connector.Message{ID: id, Data: data}})
	}
	day, err := connector.ParseDate(strings.TrimSpace(until))
	switch today := connector.DayOf(r.now()); {
	case err != nil || day == 0:
		complain(FieldUntil, "reclaim.until", connector.Data{"Text": until})
	case day < today:
		complain(FieldUntil, "reclaim.until.past", connector.Data{"Day": day})
	}
	switch {
	case utf8.RuneCountInString(note) > mostOfNote:
		complain(FieldNote, "reclaim.note-long", connector.Data{"Characters": utf8.RuneCountInString(note), "Most": mostOfNote})
	case strings.ContainsFunc(note, unicode.IsControl):
		complain(FieldNote, "reclaim.note-invisible", nil)
	}
	return day, problems
}

// Unkeep ends that a license of a user is kept, and reports whether it was.
func (r *Recommender) Unkeep(ctx context.Context, tenantID, userID, skuID string) (bool, error) {
	return r.history.Unkeep(ctx, tenantID, userID, skuID)
}

// Kept returns what is kept, and what was, the first to end first.
func (r *Recommender) Kept(ctx context.Context) ([]Kept, error) {
	all, err := r.history.Kept(ctx)
	kept := make([]Kept, len(all))
	for i, k := range all {
		kept[i] = Kept{k, k.Until < connector.DayOf(r.now())}
	}
	return kept, err
}
