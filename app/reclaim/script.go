package reclaim

import (
	"bufio"
	"context"
	_ "embed" // the script around the licenses
	"fmt"
	"io"
	"strings"
	"time"

	"inventorybeacon/app/message"
	"inventorybeacon/connector/printable"
	"inventorybeacon/store/inventory"
)

// Script writes a PowerShell script that takes back the licenses that a query asks for,
// for an administrator to read and run: this program itself never writes to a tenant.
// Without -Apply it only says what it would do. Every text of a tenant stands in it as data.
// Rows that a window has chosen are written by [Recommender.WriteScript].
func (r *Recommender) Script(ctx context.Context, w io.Writer, q Query) (ScriptCounts, error) {
	return r.WriteScript(w, func(use func(Recommendation) error) error { return r.Each(ctx, q, use) })
}

// WriteScript writes the script for chosen recommendations.
func (r *Recommender) WriteScript(w io.Writer, each func(use func(Recommendation) error) error) (ScriptCounts, error) {
	return writeScript(w, r.now(), each)
}

func writeScript(w io.Writer, at time.Time, each func(use func(Recommendation) error) error) (ScriptCounts, error) {
	s := &script{out: bufio.NewWriter(w), groups: map[groupKey]ScriptGroup{}}
	s.write(byteOrderMark)
	s.lines(fmt.Sprintf(scriptHead, at.UTC().Format("2006-01-02 15:04")))
	err := each(func(r Recommendation) error {
		s.row(r)
		return s.err
	})
	if err != nil {
		return s.counts, err
	}
	counts := s.counted()
	s.summary(counts)
	s.lines(scriptTail)
	if s.err == nil {
		s.err = s.out.Flush()
	}
	return counts, s.err
}

// byteOrderMark tells Windows PowerShell 5.1 that the file is UTF-8.
const byteOrderMark = "\ufeff"

// scriptHead is written before the licenses. ShouldProcess asks before each change, unless
// the administrator runs it with -Confirm:$false.
//
//go:embed script_head.ps1
var scriptHead string

// scriptSummary is written behind them, before what the script does in words.
//
//go:embed script_summary.ps1
var scriptSummary string

// scriptTail is written behind that.
//
//go:embed script_tail.ps1
var scriptTail string

// script writes rows and remembers the first error.
type script struct {
	out    *bufio.Writer
	counts ScriptCounts
	groups map[groupKey]ScriptGroup
	tenant *string // of the last row
	err    error
}

func (s *script) write(text string) {
	if s.err == nil {
		_, s.err = s.out.WriteString(text)
	}
}

// lines writes lines as Windows ends them.
func (s *script) lines(text string) { s.write(strings.ReplaceAll(text, "\n", "\r\n")) }

// row writes one license: as data, or as a comment where the script cannot do anything.
func (s *script) row(r Recommendation) {
	if s.tenant == nil || *s.tenant != r.TenantID {
		s.tenant = &r.TenantID
		s.lines("\n")
		s.comment(message.L("Tenant %s (%s)"), r.Tenant, r.TenantID)
	}
	who := r.DisplayName + ": " + r.Product + "; " + r.Why() + " (" + CertaintyText(r.Certainty) + ")"
	switch {
	case r.Reason == inventory.ReasonFailed:
		s.counts.Failed++
		s.comment(message.L("%s. Nobody has it: %s"), who, r.Evidence())
	case !r.Direct && len(r.Groups) > 0:
		s.mustChange(r)
		s.comment("%s", who)
		s.comment(message.L("  comes through the group %s: take %s out of it, or the license from it."), strings.Join(r.GroupNames(), ", "),
			r.UserPrincipalName)
	case !r.Direct: // Graph did not say
		s.counts.Unknown++
		s.comment("%s", who)
		s.comment(message.L("  It is not known whether it was given to %s directly or through a group: look at it in the admin center."),
			r.UserPrincipalName)
	default:
		s.comment("%s", who)
		s.lines(s.data(r))
		if s.remove(r); r.Reason != inventory.ReasonTwice && len(r.Groups) > 0 {
			s.mustChange(r)
			s.comment(message.L("  comes through the group %s too, and stays until that is changed."), strings.Join(r.GroupNames(), ", "))
		}
	}
}

// summary writes what the script says when it begins.
func (s *script) summary(counts ScriptCounts) {
	s.lines(scriptSummary)
	for _, line := range counts.Lines(len(counts.Groups)) {
		s.lines("    " + quote(line) + "\n")
	}
	s.lines(")\n")
}

// comment writes a line that PowerShell passes over.
func (s *script) comment(format string, texts ...any) {
	text := fmt.Sprintf(format, texts...)
	indent := text[:len(text)-len(strings.TrimLeft(text, " "))]
	s.lines("    # " + indent + printable.Text(text) + "\n")
}

// data is a license as an object, and not as a hash table, whose methods would answer to the names
// of fields that are not there.
func (s *script) data(r Recommendation) string {
	fields := []string{
		"TenantId = " + quote(r.TenantID), "User = " + quote(r.UserPrincipalName), "UserId = " + quote(r.UserID),
		"Name = " + quote(r.Product), "SkuId = " + quote(r.SKUID),
	}
	if r.Reason == inventory.ReasonSmaller {
		fields = append(fields, "NewName = "+quote(r.Other.Product), "NewSkuId = "+quote(r.Other.SKUID))
	}
	return "    [pscustomobject]@{ " + strings.Join(fields, "; ") + " }\n"
}

// quotes are the characters that PowerShell takes for a single quote.
const quotes = "'\u2018\u2019\u201a\u201b"

// quote returns a text as a literal of PowerShell, in which nothing is evaluated
// (learn.microsoft.com/powershell/module/microsoft.powershell.core/about/about_quoting_rules).
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('\'')
	for _, r := range printable.Text(text) {
		if strings.ContainsRune(quotes, r) {
			b.WriteRune(r)
		}
		b.WriteRune(r)
	}
	b.WriteByte('\'')
	return b.String()
}
