package reclaim

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"time"

	"inventorybeacon/connector"
	"inventorybeacon/connector/printable"
	"inventorybeacon/store/inventory"
)

// hostile are texts that would be code if they were not data.
var hostile = []string{
	`'; Remove-Item -Recurse C:\ #`, "\u2019; Remove-Item C:\\", "\u2018; rm; \u201a \u201b", "`'; rm", "$(Remove-Item C:\\)", `"; rm; "`,
	"#> rm <#", "<# rm",
	"a\nRemove-Item C:\\", "a\r\nRemove-Item", "a\u2028rm", "a\u0085rm", "\u202e; rm", "''", "'", "", "@'\nrm\n'@", "李'小龍", "\xff'; rm",
	"\x00'; rm",
}

// powerShell reads a script as PowerShell does, as far as the script goes: it returns what
// stands outside of comments and of literals in single quotes, and the literals.
func powerShell(t *testing.T, text string) (code string, literals []string) {
	t.Helper()
	runes := []rune(text)
	var b strings.Builder
	for i := 0; i < len(runes); i++ {
		switch r := runes[i]; {
		case r == '#':
			for i < len(runes) && runes[i] != '\n' && runes[i] != '\r' {
				i++
			}
			b.WriteByte('\n')
		case strings.ContainsRune(quotes, r):
			var literal strings.Builder
			for i++; ; i++ {
				if i >= len(runes) {
					t.Fatal("a literal does not end")
				}
				if !strings.ContainsRune(quotes, runes[i]) {
					literal.WriteRune(runes[i])
					continue
				}
				if i+1 < len(runes) && strings.ContainsRune(quotes, runes[i+1]) {
					i++
					literal.WriteRune(runes[i])
					continue
				}
				break
			}
			literals = append(literals, literal.String())
			b.WriteString("''")
		default:
			b.WriteRune(r)
		}
	}
	return b.String(), literals
}

func scriptOf(t *testing.T, rows ...Recommendation) (string, ScriptCounts) {
	t.Helper()
	var out bytes.Buffer
	counts, err := writeScript(&out, time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC), func(use func(Recommendation) error) error {
		for _, r := range rows {
			if err := use(r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out.String(), counts
}

func recommended(reason inventory.Reason, text string) Recommendation {
	return Recommendation{Recommendation: inventory.Recommendation{
		TenantID: text, Tenant: text, UserID: text, UserPrincipalName: text, DisplayName: text, SKUID: text, SKUPartNumber: text, Product: text,
		Reason: reason, Certainty: inventory.Certain, Direct: true, Other: inventory.LicenseName{SKUID: text, PartNumber: text, Product: text},
		Unseen: []string{text}, Errors: []string{text},
	}}
}

func TestTextsOfATenantAreDataInTheScript(t *testing.T) {
	for _, reason := range inventory.Reasons {
		for _, ways := range []string{"direct", "group", "both", "unknown"} {
			plain, _ := powerShell(t, mustScript(t, reason, ways, "a"))
			for _, text := range hostile {
				code, literals := powerShell(t, mustScript(t, reason, ways, text))
				if code != plain {
					t.Errorf("%s, %s: %q changes the script:\n%s", reason, ways, text, code)
				}
				for _, literal := range literals {
					if strings.ContainsAny(literal, "\r\n\x00\u2028\u202e") {
						t.Errorf("%q has lines in it", literal)
					}
				}
			}
		}
	}
}

func mustScript(t *testing.T, reason inventory.Reason, ways, text string) string {
	t.Helper()
	r := recommended(reason, text)
	r.Direct = ways == "direct" || ways == "both"
	if ways == "group" || ways == "both" {
		r.Groups = []connector.Group{{ID: text, DisplayName: text}}
	}
	script, _ := scriptOf(t, r)
	return script
}

func FuzzQuote(f *testing.F) {
	for _, text := range hostile {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		code, literals := powerShell(t, quote(text))
		if code != "''" || len(literals) != 1 || literals[0] != printable.Text(text) {
			t.Errorf("%q is %q with %q in it", text, code, literals)
		}
	})
}

func TestTheScriptSaysWhatItDoes(t *testing.T) {
	direct, group, both := recommended(inventory.ReasonDisabled, "a"), recommended(inventory.ReasonInactive,
		"b"), recommended(inventory.ReasonGuest, "c")
	group.Direct, group.Groups = false, []connector.Group{{ID: "g", DisplayName: "All of Sales"}}
	both.Groups = group.Groups
	twice, failed, smaller := recommended(inventory.ReasonTwice, "d"), recommended(inventory.ReasonFailed,
		"e"), recommended(inventory.ReasonSmaller, "f")
	twice.Groups = group.Groups
	unknown := recommended(inventory.ReasonDisabled, "h")
	unknown.Direct = false
	text, counts := scriptOf(t, direct, group, both, twice, failed, smaller, unknown)
	want := ScriptCounts{
		Assignments: 4, Licenses: 2, ByGroup: 2, Failed: 1, Unknown: 1,
		Groups: []ScriptGroup{{Name: "All of Sales", Tenant: "b", Licenses: 1}, {Name: "All of Sales", Tenant: "c", Licenses: 1}},
	}
	if !reflect.DeepEqual(counts, want) {
		t.Errorf("%+v, want %+v", counts, want)
	}
	if entries := strings.Count(text, "[pscustomobject]"); int64(entries) != counts.Assignments {
		t.Errorf("%d entries, and %d assignments are counted", entries, counts.Assignments)
	}
	if !strings.HasPrefix(text, "\ufeff") || strings.Contains(strings.ReplaceAll(text, "\r\n", ""), "\n") {
		t.Error("the script has no byte order mark, or lines that end in another way than on Windows")
	}
	for _, want := range []string{
		"SupportsShouldProcess, ConfirmImpact = 'High'", "if (-not $Apply) { $WhatIfPreference = $true }",
		"if ($PSCmdlet.ShouldProcess($license.User, $what) -and $Apply) {",
		"[pscustomobject]@{ TenantId = 'a'; User = 'a'; UserId = 'a'; Name = 'a'; SkuId = 'a' }",
		"#   comes through the group All of Sales: take b out of it",
		"[pscustomobject]@{ TenantId = 'f'; User = 'f'; UserId = 'f'; Name = 'f'; SkuId = 'f'; NewName = 'f'; NewSkuId = 'f' }",
		"comes through the group All of Sales too",
		"\r\n    # Tenant a (a)\r\n", "\r\n    # Tenant f (f)\r\n", "    # a: a; the account is disabled (Certain)\r\n",
		"    # b: b; no activity since",
		"    # e: e; could not be assigned (Certain). Nobody has it: ",
		"    'Assignments that it removes: 4'\r\n    'Licenses that become free by that: 2'\r\n" +
			"    'Licenses that stay until somebody changes a group: 2'\r\n    '- All of Sales (b): 1'\r\n    '- All of Sales (c): 1'\r\n" +
			"    'Licenses of which it is not known how they came: 1'\r\n" +
			"    'Licenses that nobody has, because they could not be assigned: 1'\r\n)",
		"#   It is not known whether it was given to h directly or through a group",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the script does not say %q:\n%s", want, text)
		}
	}
}
